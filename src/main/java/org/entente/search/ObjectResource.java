package org.entente.search;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;
import org.entente.stix.StixId;

/** One object, what it is tied to, and what happened to it. */
@Path("/api/v1/objects/{object}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search")
public class ObjectResource {

    private final Search search;
    private final CurrentCaller caller;

    ObjectResource(Search search, CurrentCaller caller) {
        this.search = search;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Read an object",
            description =
                    "The newest version that you may have, and which others; operators are told who asserted what.")
    @APIResponse(responseCode = "404", description = "There is no such object for you")
    public Uni<ObjectView> read(String object, @Context UriInfo uri) {
        Asked.check(uri, Set.of());
        return search.object(caller.get(), id(object));
    }

    @GET
    @Path("graph")
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What an object is tied to",
            description =
                    "By relationships, and by properties that name other objects, in both directions; at most 200 objects and"
                            + " 600 ties, and then it says that there is more.")
    @APIResponse(responseCode = "400", description = "The depth is not 1 to 3")
    @APIResponse(responseCode = "404", description = "There is no such object for you")
    public Uni<GraphView> graph(
            String object, @QueryParam("depth") @DefaultValue("1") int depth, @Context UriInfo uri) {
        Asked.check(uri, Set.of("depth"));
        return search.graph(caller.get(), id(object), depth);
    }

    @GET
    @Path("timeline")
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What happened to an object, newest first",
            description =
                    "Its versions, sightings, reports that name it, and recalls you were told of; at most 500 events.")
    @APIResponse(responseCode = "404", description = "There is no such object for you")
    public Uni<TimelineView> timeline(String object, @Context UriInfo uri) {
        Asked.check(uri, Set.of());
        return search.timeline(caller.get(), id(object));
    }

    private static StixId id(String object) {
        return StixId.tryParse(object).orElseThrow(ProblemException::notFound);
    }
}
