package org.entente.csaf;

import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.csaf.Folder.Of;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;

/** Documents of the labels that are not for everybody: each partner finds what is released to it. */
@Path("/.well-known/csaf/restricted/{label}")
@RolesAllowed(SUBSCRIBER)
@Tag(name = "CSAF provider")
class ProtectedFolderResource {

    private final Folder folder;
    private final CurrentCaller caller;

    ProtectedFolderResource(Folder folder, CurrentCaller caller) {
        this.folder = folder;
        this.caller = caller;
    }

    @GET
    @Produces("text/html")
    @Operation(summary = "List your documents of a label", description = "Those that are released to you.")
    @APIResponse(responseCode = "200", description = "A page with links")
    public Uni<Response> listing(String label, @Context UriInfo uri, @Context Request request) {
        return answer(folder.listing(mine(label)), uri, request);
    }

    @GET
    @Path("index.txt")
    @Produces(Served.TEXT)
    @Operation(summary = "The paths of your documents of a label", description = "CSAF 2.0, section 7.1.12.")
    @APIResponse(responseCode = "200", description = "A path a line")
    public Uni<Response> index(String label, @Context UriInfo uri, @Context Request request) {
        return answer(folder.index(mine(label)), uri, request);
    }

    @GET
    @Path("changes.csv")
    @Produces("text/csv")
    @Operation(
            summary = "Your documents of a label with their release dates, the latest first",
            description = "CSAF 2.0, section 7.1.13.")
    @APIResponse(responseCode = "200", description = "Path and date, without a header")
    public Uni<Response> changes(String label, @Context UriInfo uri, @Context Request request) {
        return answer(folder.changes(mine(label)), uri, request);
    }

    @GET
    @Path("{feed: csaf-feed-tlp-[a-z]+\\.json}")
    @Produces(Served.JSON)
    @Operation(summary = "The ROLIE feed of your documents of a label", description = "CSAF 2.0, section 7.1.15.")
    @APIResponse(responseCode = "200", description = "The feed")
    public Uni<Response> feed(String label, String feed, @Context UriInfo uri, @Context Request request) {
        return answer(folder.feed(mine(label), feed), uri, request);
    }

    @GET
    @Path("{year}")
    @Produces("text/html")
    @Operation(summary = "List your documents of a label of a year")
    @APIResponse(responseCode = "200", description = "A page with links")
    @APIResponse(responseCode = "404", description = "You have none of that year")
    public Uni<Response> year(String label, String year, @Context UriInfo uri, @Context Request request) {
        return answer(folder.listing(mine(label), year), uri, request);
    }

    @GET
    @Path("{year}/{file}")
    @Produces({Served.JSON, "text/plain", "application/pgp-signature"})
    @Operation(
            summary = "Read a document",
            description = "With .sha256, .sha512 or .asc after its name its hash or its OpenPGP signature.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "304", description = "It is what If-None-Match or If-Modified-Since says you have")
    @APIResponse(responseCode = "404", description = "There is no such document for you")
    public Uni<Response> file(String label, String year, String file, @Context UriInfo uri, @Context Request request) {
        return answer(folder.file(mine(label), year, file), uri, request);
    }

    private Of mine(String label) {
        return new Of(Optional.of(caller.partner()), Label.restricted(label).orElseThrow(ProblemException::notFound));
    }

    private static Uni<Response> answer(Uni<Served> served, UriInfo uri, Request request) {
        KnownParameters.check(uri, Set.of());
        return served.map(file -> file.answer(request, true));
    }
}
