package org.entente.mitigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may know of a mitigation's uptake.
 *
 * @param own the caller's report; absent where it made none
 * @param counts of what the caller submitted itself; absent for others, and where they would tell who reported
 * @param assertions for operators: each submitter's
 */
@Schema(name = "Uptake")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Uptake(
        @Nullable Report own,
        @Nullable Counts counts,
        @Nullable List<Assertion> assertions) {

    private static final List<String> STATUSES = List.of("planned", "applied", "ineffective", "not-applicable");
    private static final int NOTE_CHARACTERS_MAX = 2_000;

    /**
     * What a partner says became of a mitigation with it.
     *
     * @param status planned, applied, ineffective or not-applicable
     * @param note for the operators alone; at most 2000 characters
     * @param reportedAt set by the exchange
     */
    @Schema(name = "UptakeReport")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Report(
            String status, @Nullable String note, @Nullable Instant reportedAt) {}

    /** What is sent. */
    @Schema(name = "NewUptakeReport")
    public record NewReport(
            @Nullable String status, @Nullable String note) {

        /** The same at a moment. Fails with a pointer to what is wrong. */
        Report at(Instant moment) {
            if (status == null || !STATUSES.contains(status)) {
                throw ProblemException.invalidBody("/status", "Must be one of " + String.join(", ", STATUSES) + ".");
            }
            if (note != null && note.length() > NOTE_CHARACTERS_MAX) {
                throw ProblemException.invalidBody("/note", "At most " + NOTE_CHARACTERS_MAX + " characters.");
            }
            if (note != null
                    && note.chars().anyMatch(unit -> Character.isISOControl(unit) && unit != '\n' && unit != '\r')) {
                throw ProblemException.invalidBody("/note", "Must have no control characters but line ends.");
            }
            return new Report(status, note == null || note.isBlank() ? null : note.strip(), moment);
        }
    }

    /**
     * For operators.
     *
     * @param submitter absent where nobody may learn it
     * @param notes as they were when the counts were renewed
     */
    @Schema(name = "UptakeOfAssertion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Assertion(@Nullable PartnerId submitter, Counts counts, List<Note> notes) {}

    /**
     * What a reporter wrote.
     *
     * @param reporter absent where its policy lets nobody learn what it sent in
     */
    @Schema(name = "UptakeNote")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Note(@Nullable PartnerId reporter, String text) {}
}
