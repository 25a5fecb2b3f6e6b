package org.entente.intake;

import static org.entente.partner.Roles.SUBMITTER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** What operators ask a submitter about what they hold of its, and its answers. */
@Path("/api/v1/questions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions")
@RolesAllowed(SUBMITTER)
class QuestionResource {

    private static final Set<String> PARAMETERS = Set.of("state", "limit", "next");

    private final Questions questions;
    private final CurrentCaller caller;

    QuestionResource(Questions questions, CurrentCaller caller) {
        this.questions = questions;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "What the operators ask you about your held objects, the oldest first")
    public Uni<Listing<Question>> list(
            @Parameter(description = "open, or all for answered and expired ones too")
                    @QueryParam("state")
                    @DefaultValue("open")
                    String state,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        if (!Set.of("open", "all").contains(state)) {
            throw ProblemException.invalidParameter("state must be open or all.");
        }
        return questions.of(caller.partner(), state.equals("all"), Listing.Query.of(limit, next));
    }

    @GET
    @Path("{question}")
    @Operation(summary = "One of them")
    @APIResponse(responseCode = "404", description = "You were not asked this")
    public Uni<Question> one(String question) {
        return questions.one(caller.partner(), SubmissionResource.submissionId(question));
    }

    /**
     * An answer.
     *
     * @param answer in words; with a consent or refusal it may be left out
     * @param consent {@code accept} or {@code decline}, where consent is asked for
     */
    @Schema(name = "QuestionAnswer")
    public record NewAnswer(
            @Nullable String answer, @Nullable String consent) {

        private Questions.Answer read() {
            String words = Words.optional(answer, "/answer");
            return new Questions.Answer(words, agreed());
        }

        private Optional<Boolean> agreed() {
            if (consent == null) {
                return Optional.empty();
            }
            return switch (consent) {
                case "accept" -> Optional.of(true);
                case "decline" -> Optional.of(false);
                default -> throw ProblemException.invalidBody("/consent", "Must be accept or decline.");
            };
        }
    }

    @POST
    @Path("{question}/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Answer",
            description = "Where consent to another audience is asked for, only accept makes it reach anybody more.")
    @APIResponse(responseCode = "200", description = "Answered; the same answer again is answered alike")
    @APIResponse(responseCode = "400", description = "The answer does not fit what was asked")
    @APIResponse(responseCode = "404", description = "You were not asked this")
    @APIResponse(responseCode = "409", description = "It was answered otherwise, withdrawn or has expired")
    public Uni<Question> answer(String question, @Nullable NewAnswer answer) {
        NewAnswer given = answer == null ? new NewAnswer(null, null) : answer;
        return questions.answer(caller.partner(), SubmissionResource.submissionId(question), given.read());
    }
}
