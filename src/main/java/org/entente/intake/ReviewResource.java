package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** What partners' policies hold for review, and the operators' decisions on it. */
@Path("/api/v1/reviews")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reviews")
class ReviewResource {

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int REASON_CHARACTERS_MAX = 2_000;

    private final HeldObjects held;
    private final Reviews reviews;
    private final CurrentCaller caller;

    ReviewResource(HeldObjects held, Reviews reviews, CurrentCaller caller) {
        this.held = held;
        this.reviews = reviews;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({"curator", "approver", "auditor", "admin"})
    @Operation(summary = "Objects that wait for a decision")
    public Uni<Listing<HeldObject>> open(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        UUID after = query.after().isEmpty() ? BEFORE_ALL : SubmissionResource.submissionId(query.after());
        return held.open(after, query.limit() + 1)
                .map(found -> Listing.of(found.stream(), h -> h.id().toString(), query));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"curator", "approver", "auditor", "admin"})
    @Operation(summary = "One held object")
    public Uni<HeldObject> one(@PathParam("id") String id) {
        return held.byId(SubmissionResource.submissionId(id))
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }

    /**
     * A decision.
     *
     * @param action {@code release} or {@code refuse}
     * @param reason needed to refuse; the submitter reads it
     */
    public record ReviewDecision(
            @Nullable String action, @Nullable String reason) {}

    @POST
    @Path("{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"curator", "approver"})
    @Operation(summary = "Release or refuse a held object")
    @APIResponse(responseCode = "200", description = "Decided")
    @APIResponse(responseCode = "409", description = "Decided already, or not releasable any more")
    public Uni<HeldObject> decide(@PathParam("id") String id, @Nullable ReviewDecision decision) {
        UUID held = SubmissionResource.submissionId(id);
        String action = decision == null || decision.action() == null ? "" : decision.action();
        String reason = decision == null || decision.reason() == null
                ? ""
                : decision.reason().strip();
        if (reason.length() > REASON_CHARACTERS_MAX) {
            throw ProblemException.invalidBody("/reason", "At most " + REASON_CHARACTERS_MAX + " characters.");
        }
        if (reason.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ProblemException.invalidBody("/reason", "Must have no control characters but line ends.");
        }
        return switch (action) {
            case "release" -> reviews.release(held, caller.operator(), reason);
            case "refuse" -> {
                if (reason.isEmpty()) {
                    throw ProblemException.invalidBody("/reason", "The submitter needs a reason.");
                }
                yield reviews.refuse(held, caller.operator(), reason);
            }
            default -> throw ProblemException.invalidBody("/action", "Must be release or refuse.");
        };
    }
}
