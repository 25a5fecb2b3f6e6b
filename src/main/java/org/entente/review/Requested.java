package org.entente.review;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.ProblemException;
import org.entente.intake.Words;
import org.entente.partner.AudienceReader;
import org.jspecify.annotations.Nullable;

/** What operators send. Everything is checked when it is read. */
public final class Requested {

    private static final Duration ANSWER_DEFAULT = Duration.ofDays(7);
    private static final Duration ANSWER_MIN = Duration.ofMinutes(1);
    private static final Duration ANSWER_MAX = Duration.ofDays(90);

    private Requested() {}

    /**
     * Whom an object is to go to, as at its submission.
     *
     * @param communities whose members are named
     * @param partners named one by one
     */
    @Schema(name = "ReviewAudience")
    public record Recipients(
            @Nullable List<String> communities,
            @Nullable List<String> partners,
            @Nullable List<String> exceptions,
            @Nullable List<String> exceptCommunities) {

        AudienceReader.Named named() {
            return new AudienceReader.Named(
                    given(communities), given(partners), given(exceptions), given(exceptCommunities));
        }

        private static List<String> given(@Nullable List<String> names) {
            return names == null ? List.of() : List.copyOf(names);
        }
    }

    /**
     * A decision.
     *
     * @param action {@code release} or {@code refuse}
     * @param reason needed to refuse; the submitter reads it
     */
    @Schema(name = "ReviewDecision")
    public record Decision(
            @Nullable String action, @Nullable String reason) {

        boolean releases() {
            if (!"release".equals(action) && !"refuse".equals(action)) {
                throw ProblemException.invalidBody("/action", "Must be release or refuse.");
            }
            return "release".equals(action);
        }

        String words() {
            return releases()
                    ? Words.optional(reason, "/reason")
                    : Words.required(reason, "/reason", "The submitter needs a reason.");
        }
    }

    /**
     * Another audience.
     *
     * @param audience to narrow: where it names nobody, those named before stay, and exceptions made before always do. For
     *     consent: the whole audience instead
     * @param reason why; with a consent the submitter reads it
     * @param expiresIn consent only: how long the submitter can answer, ISO 8601, 1 minute to 90 days; 7 days when left out
     */
    @Schema(name = "ReviewAudienceChange")
    public record AudienceChange(
            @Nullable Recipients audience,
            @Nullable String reason,
            @Nullable String expiresIn) {

        Recipients recipients() {
            Recipients given = audience;
            if (given == null) {
                throw ProblemException.invalidBody("/audience", "Say whom it is to go to.");
            }
            return given;
        }

        String words() {
            return Words.required(reason, "/reason", "Say why the audience is to change.");
        }
    }

    /**
     * A question to the submitter.
     *
     * @param question in words
     * @param expiresIn how long it can be answered, ISO 8601, 1 minute to 90 days; 7 days when left out
     */
    @Schema(name = "ReviewQuestion")
    public record NewQuestion(
            @Nullable String question, @Nullable String expiresIn) {

        String words() {
            return Words.required(question, "/question", "Say what you ask.");
        }
    }

    /** How long an answer is waited for. */
    static Duration expiry(@Nullable String text) {
        if (text == null) {
            return ANSWER_DEFAULT;
        }
        return duration(text)
                .filter(given -> given.compareTo(ANSWER_MIN) >= 0 && given.compareTo(ANSWER_MAX) <= 0)
                .orElseThrow(() -> ProblemException.invalidBody(
                        "/expiresIn", "Must be a duration of 1 minute to 90 days, such as P7D or PT12H."));
    }

    /** ISO 8601, days included; empty for what is none or is negative. */
    static Optional<Duration> duration(String text) {
        try {
            Duration read = text.contains("T")
                    ? Duration.parse(text)
                    : Duration.ofDays(Period.parse(text).getDays());
            boolean days = text.contains("T") || text.matches("P\\d{1,6}D");
            return days && !read.isNegative() ? Optional.of(read) : Optional.empty();
        } catch (DateTimeException | ArithmeticException none) {
            return Optional.empty();
        }
    }
}
