package org.entente.intake;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * Which held objects are asked for; all of it must hold.
 *
 * @param state in which they are
 * @param submitter who sent them
 * @param type of STIX
 * @param tlp what they count as
 * @param community that their audience names
 * @param olderThan how long they wait at least
 * @param youngerThan how long at most
 * @param text part of the title or the id, in any case
 */
public record ReviewFilter(
        State state,
        Optional<PartnerId> submitter,
        Optional<String> type,
        Optional<Tlp> tlp,
        Optional<CommunityId> community,
        Optional<Duration> olderThan,
        Optional<Duration> youngerThan,
        Optional<String> text) {

    /** All that is not decided. */
    public static final ReviewFilter OPEN = new ReviewFilter(
            State.OPEN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** What a held object waits for, or no longer. The condition is on {@code h}, the object, and {@code q}, its question. */
    public enum State {
        /** Nobody has decided. */
        OPEN("h.decision IS NULL"),
        /** For an operator. */
        WAITING("h.decision IS NULL AND q.question_id IS NULL"),
        /** For an answer of its submitter. */
        ASKED("h.decision IS NULL AND q.kind = 'question'"),
        /** For its submitter's consent to a wider audience. */
        CONSENT("h.decision IS NULL AND q.kind = 'consent'"),
        RELEASED("h.decision = 'release'"),
        REFUSED("h.decision = 'refuse'"),
        DECIDED("h.decision IS NOT NULL"),
        ALL("true");

        private final String condition;

        State(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }

        /** Lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty for what is none. */
        public static Optional<State> tryParse(String text) {
            return Arrays.stream(values())
                    .filter(state -> state.label().equals(text))
                    .findFirst();
        }

        /** For people. */
        public static String all() {
            return Arrays.stream(values()).map(State::label).collect(Collectors.joining(", "));
        }
    }
}
