package org.entente.retention;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.log.Purge;
import org.entente.log.PurgeBook;
import org.entente.log.PurgeBook.Tombstone;
import org.entente.partner.CurrentCaller;
import org.entente.stix.StixId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Erases one object at once, and says what was erased of it. */
@Path("/api/v1/objects/{object}/purge")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
public class ObjectPurgeResource {

    private static final int TOMBSTONES_MAX = 200;

    private final OrderedPurges ordered;
    private final PurgeBook book;
    private final Topics topics;
    private final Keeper keeper;
    private final CurrentCaller caller;

    ObjectPurgeResource(OrderedPurges ordered, PurgeBook book, Topics topics, Keeper keeper, CurrentCaller caller) {
        this.ordered = ordered;
        this.book = book;
        this.topics = topics;
        this.keeper = keeper;
        this.caller = caller;
    }

    /** @param reason whoever has the object reads it, in the recall */
    @Schema(name = "PurgeRequest")
    public record Request(@Nullable String reason) {}

    /**
     * What stays of one version of an object that somebody submitted.
     *
     * @param version absent where the object has none
     * @param digest SHA-256 of what it said, in hexadecimal
     */
    @Schema(name = "PurgedVersion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Remnant(
            @Nullable Instant version, Instant dateAdded, String digest, Instant erasedAt, PurgesResource.View purge) {

        static Remnant of(Tombstone stone, Topics.Reached reached) {
            return new Remnant(
                    stone.version().equals(Instant.EPOCH) ? null : stone.version(),
                    stone.dateAdded(),
                    stone.digest(),
                    stone.erasedAt(),
                    PurgesResource.View.of(stone.purge(), reached));
        }
    }

    /** @param versions the newest first; at most 200 */
    @Schema(name = "PurgedObject")
    public record Remnants(String id, List<Remnant> versions) {
        public Remnants {
            versions = List.copyOf(versions);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Erase an object for good",
            description =
                    "Everything anybody submitted of it: it is recalled from all who have it, and erased from the log,"
                            + " from every index and from partners' topics, which lose all that is before it. What is sent in again"
                            + " by the same partners in these versions is given to nobody and erased as well.")
    @APIResponseSchema(
            value = PurgesResource.View.class,
            responseCode = "201",
            responseDescription = "Ordered, and most likely done")
    @APIResponse(responseCode = "404", description = "There is no such object")
    @APIResponse(responseCode = "409", description = "It is under a legal hold, or said by the exchange itself")
    @APIResponse(responseCode = "503", description = "It is ordered, and will be done as soon as possible")
    public Uni<RestResponse<PurgesResource.View>> order(String object, @Nullable Request body) {
        StixId id = id(object);
        String reason = Words.reason(body == null ? null : body.reason());
        return ordered.order(id, reason, caller.operator())
                .onTermination()
                .invoke(keeper::wake)
                .chain(this::view)
                .map(view -> RestResponse.ResponseBuilder.<PurgesResource.View>created(
                                URI.create("/api/v1/purges/" + view.id()))
                        .entity(view)
                        .build());
    }

    private Uni<PurgesResource.View> view(Purge purge) {
        return topics.reached().map(reached -> PurgesResource.View.of(purge, reached));
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What was erased of an object",
            description = "When, and under which rule or by whose order. Nothing of what it said.")
    @APIResponse(responseCode = "404", description = "Nothing was erased of such an object")
    public Uni<Remnants> erased(String object, @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        StixId id = id(object);
        return book.of(id, TOMBSTONES_MAX).chain(stones -> {
            if (stones.isEmpty()) {
                throw ProblemException.notFound();
            }
            return topics.reached()
                    .map(reached -> new Remnants(
                            id.toString(),
                            stones.stream()
                                    .map(stone -> Remnant.of(stone, reached))
                                    .toList()));
        });
    }

    private static StixId id(String object) {
        return StixId.tryParse(object).orElseThrow(ProblemException::notFound);
    }
}
