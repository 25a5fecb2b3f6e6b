package org.entente.retention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.log.ReleaseClass;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * For how long something may be kept at most.
 *
 * @param tlp labels, by the strictest marking of an object and its parts; absent for all
 * @param kinds STIX types; absent for all
 * @param days how long after {@code since}
 * @param reason why there is such a rule
 * @param decidedBy the second person, who approved or rejected it
 * @param version grows with every change of its state
 */
@Schema(name = "RetentionRule")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rule(
        UUID id,
        State state,
        @Nullable List<String> tlp,
        @Nullable List<String> kinds,
        int days,
        Since since,
        String reason,
        Instant proposedAt,
        String proposedBy,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @JsonIgnore long version) {

    /** What becomes of a rule. */
    @Schema(name = "RetentionRuleState")
    public enum State {
        /** Waits for a second person. */
        PROPOSED,
        /** In force. */
        ACTIVE,
        REJECTED,
        WITHDRAWN,
        /** No longer in force. */
        ENDED;

        /** As it is spelled in the REST API and the table. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<State> ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(state -> state.label().equals(label))
                    .findFirst();
        }
    }

    /** From when days are counted. */
    @Schema(name = "RetentionSince")
    public enum Since {
        /** When the exchange accepted it. */
        ACCEPTED,
        /** The indicator's own {@code valid_until}; what has none is never due. */
        VALID_UNTIL;

        /** As it is spelled in the REST API and the table. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Since> ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(since -> since.label().equals(label))
                    .findFirst();
        }
    }

    /** Whether entries of a class are its concern. What the exchange itself says, its advisories, is nobody's. */
    boolean isAbout(ReleaseClass known) {
        return !known.submitter().equals(PartnerId.EXCHANGE)
                && (tlp == null || tlp.contains(known.tlp().label()))
                && (kinds == null || kinds.contains(known.kind()));
    }

    /** The same in words. */
    public String says() {
        return (tlp == null ? "any TLP" : String.join(", ", tlp))
                + ", "
                + (kinds == null ? "any type" : kinds.stream().sorted().collect(Collectors.joining(", ")))
                + ": " + days + (days == 1 ? " day" : " days")
                + (since == Since.ACCEPTED ? " after it was accepted" : " after its valid_until");
    }
}
