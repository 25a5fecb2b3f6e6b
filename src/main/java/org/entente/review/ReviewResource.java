package org.entente.review;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue;
import org.entente.intake.Reviewer;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** One held object: what is known of it, and an operator's decisions on it. */
@Path("/api/v1/reviews")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reviews")
@RolesAllowed({CURATOR, APPROVER})
public class ReviewResource {

    private final ReviewQueue queue;
    private final ReviewService reviews;
    private final Comparisons comparisons;
    private final CurrentCaller caller;

    ReviewResource(ReviewQueue queue, ReviewService reviews, Comparisons comparisons, CurrentCaller caller) {
        this.queue = queue;
        this.reviews = reviews;
        this.comparisons = comparisons;
        this.caller = caller;
    }

    /** What is no id cannot be the id of anything: the same answer as for one that is not there. */
    static UUID reviewId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }

    private ReviewService.On on(String id, @Nullable String ifMatch) {
        return new ReviewService.On(reviewId(id), Reviewer.of(caller.operator()), ifMatch);
    }

    private static Uni<Response> answer(Uni<HeldObject> object) {
        return object.map(one ->
                Response.ok(one).header("ETag", VersionTag.of(one.revision())).build());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({CURATOR, APPROVER, AUDITOR, ADMIN})
    @Operation(summary = "One held object")
    @APIResponse(
            responseCode = "200",
            description = "The object, with an ETag",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    public Uni<Response> one(String id) {
        return answer(queue.one(reviewId(id)));
    }

    @GET
    @Path("{id}/comparison")
    @RolesAllowed({CURATOR, APPROVER, AUDITOR, ADMIN})
    @Operation(
            summary = "A held object beside what is known already",
            description =
                    "What the exchange has under the same id, property by property, the same observable, what else is"
                            + " held of it, and who would get it if it were released now.")
    @APIResponse(responseCode = "200", description = "The comparison")
    @APIResponse(responseCode = "409", description = "It was refused; its content is not kept")
    public Uni<Comparison> comparison(String id) {
        return comparisons.of(reviewId(id));
    }

    @POST
    @Path("{id}/decision")
    @Operation(summary = "Release or refuse a held object")
    @APIResponse(
            responseCode = "200",
            description = "Decided",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    @APIResponse(responseCode = "409", description = "Decided already, or not releasable now")
    @APIResponse(responseCode = "412", description = "Changed since the ETag in If-Match")
    public Uni<Response> decide(
            String id, Requested.@Nullable Decision decision, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Requested.Decision given = decision == null ? new Requested.Decision(null, null) : decision;
        ReviewService.On on = on(id, ifMatch);
        String words = given.words();
        return answer(given.releases() ? reviews.release(on, words) : reviews.refuse(on, words));
    }

    @POST
    @Path("{id}/audience")
    @Operation(
            summary = "Make the audience narrower",
            description =
                    "Whoever is named must be named now, and whoever is left out stays left out. Anything else needs"
                            + " the submitter's consent.")
    @APIResponse(
            responseCode = "200",
            description = "Narrowed",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    @APIResponse(responseCode = "409", description = "It may reach somebody whom the present audience does not")
    public Uni<Response> narrow(
            String id, Requested.@Nullable AudienceChange change, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Requested.AudienceChange given = given(change);
        if (given.expiresIn() != null) {
            throw ProblemException.invalidBody("/expiresIn", "Nobody is asked: the audience is narrower at once.");
        }
        return answer(reviews.narrow(on(id, ifMatch), given.recipients().named(), given.words()));
    }

    private static Requested.AudienceChange given(Requested.@Nullable AudienceChange change) {
        return change == null ? new Requested.AudienceChange(null, null, null) : change;
    }

    @POST
    @Path("{id}/consent")
    @Operation(
            summary = "Ask the submitter to agree to a wider audience",
            description =
                    "The audience as a whole, of communities and partners that the submitter could have named itself."
                            + " Nothing changes until it accepts.")
    @APIResponse(
            responseCode = "200",
            description = "Asked",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    @APIResponse(responseCode = "409", description = "It is no wider than the present audience")
    public Uni<Response> askConsent(
            String id, Requested.@Nullable AudienceChange change, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Requested.AudienceChange given = given(change);
        return answer(reviews.askConsent(
                on(id, ifMatch), given.recipients().named(), given.words(), Requested.expiry(given.expiresIn())));
    }

    @POST
    @Path("{id}/question")
    @Operation(summary = "Send it back with a question", description = "It waits until the submitter has answered.")
    @APIResponse(
            responseCode = "200",
            description = "Asked, in place of what was asked before",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    public Uni<Response> ask(
            String id, Requested.@Nullable NewQuestion question, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Requested.NewQuestion given = question == null ? new Requested.NewQuestion(null, null) : question;
        return answer(reviews.ask(on(id, ifMatch), given.words(), Requested.expiry(given.expiresIn())));
    }

    @DELETE
    @Path("{id}/question")
    @Operation(summary = "Take back what the submitter was asked, question or consent")
    @APIResponse(
            responseCode = "200",
            description = "Taken back",
            content = @Content(schema = @Schema(implementation = HeldObject.class)))
    @APIResponse(responseCode = "409", description = "Nothing is asked")
    public Uni<Response> withdraw(String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        return answer(reviews.withdraw(on(id, ifMatch)));
    }
}
