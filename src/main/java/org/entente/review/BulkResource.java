package org.entente.review;

import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.CURATOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.intake.Reviewer;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** The same decision on many held objects, shown before it is done. */
@Path("/api/v1/reviews")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reviews")
@RolesAllowed({CURATOR, APPROVER})
public class BulkResource {

    private final BulkReviews bulk;
    private final CurrentCaller caller;

    BulkResource(BulkReviews bulk, CurrentCaller caller) {
        this.bulk = bulk;
        this.caller = caller;
    }

    @POST
    @Path("bulk/preview")
    @Operation(
            summary = "What a decision on many held objects would do",
            description =
                    "Who would get each, and how many each partner would get. Nothing is done. The token is good for 15"
                            + " minutes, and for exactly what is shown.")
    @APIResponse(responseCode = "200", description = "The preview")
    @APIResponse(responseCode = "400", description = "What is asked for cannot be read, is not held, or is too much")
    public Uni<Bulk.Preview> preview(Bulk.@Nullable Request request) {
        Bulk.Request given = request == null ? new Bulk.Request(null, null, null, null) : request;
        return bulk.preview(given.read(caller.operator()));
    }

    /** The token of a preview. */
    @Schema(name = "ReviewBulkToken")
    public record Token(@Nullable UUID token) {}

    @POST
    @Path("bulk/execution")
    @Operation(
            summary = "Do what a preview has shown",
            description = "Objects that refer to one another are released together or not at all; else each succeeds or"
                    + " fails by itself. Asked again, the answer is the same.")
    @APIResponse(responseCode = "200", description = "What came of each")
    @APIResponse(responseCode = "404", description = "There is no such preview of yours")
    @APIResponse(responseCode = "412", description = "Something is not as it was shown, or the preview is too old")
    public Uni<Bulk.Result> carryOut(@Nullable Token token) {
        UUID given = token == null ? null : token.token();
        if (given == null) {
            throw ProblemException.invalidBody("/token", "Give back the token of the preview.");
        }
        return bulk.carryOut(given, Reviewer.of(caller.operator()));
    }
}
