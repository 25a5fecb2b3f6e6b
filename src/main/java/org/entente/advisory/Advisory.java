package org.entente.advisory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.party.OperatorId;
import org.entente.stix.StixId;

/**
 * An advisory as operators have it, with what has been done with it.
 *
 * @param trackingId what people call it
 * @param reportId of the STIX report that every published version is a version of
 * @param state what it has come to
 * @param version the one that the state is about, from 1
 * @param published the newest version that was published
 * @param revision grows with every change; its ETag
 * @param wording what the version says
 * @param digest SHA-256 of the content in canonical JSON (RFC 8785), 64 hex digits
 * @param createdAt when it was begun
 * @param changedAt when something was last done with it
 * @param history what was done, in order; the newest alone in lists
 */
public record Advisory(
        TrackingId trackingId,
        StixId reportId,
        State state,
        long version,
        OptionalLong published,
        long revision,
        Wording wording,
        String digest,
        Instant createdAt,
        Instant changedAt,
        List<Event> history) {

    public Advisory {
        history = List.copyOf(history);
    }

    /** What an advisory has come to. */
    public enum State {
        /** Being written. */
        DRAFT,
        /** Waiting for a second person. */
        IN_REVIEW,
        /** The second person agreed; it can be published. */
        APPROVED,
        /** In the log, in its first version. */
        PUBLISHED,
        /** In the log, in a later version. */
        AMENDED,
        /** Nothing will come of it, or it was taken back. */
        WITHDRAWN;

        /** As the REST API spells it: {@code in-review}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether its wording can be changed. */
        public boolean isOpen() {
            return this == DRAFT || this == IN_REVIEW || this == APPROVED;
        }

        /** Whether the version is what partners have. */
        public boolean isPublished() {
            return this == PUBLISHED || this == AMENDED;
        }

        /** The state of a label. */
        public static Optional<State> ofLabel(String label) {
            for (State state : values()) {
                if (state.label().equals(label)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /** What can be done with one. */
    public enum Action {
        WRITTEN,
        EDITED,
        GATHERED,
        SUBMITTED,
        APPROVED,
        REJECTED,
        PUBLISHED,
        /** A new version was begun. */
        AMENDED,
        /** The new version was given up; the one before stands. */
        DISCARDED,
        WITHDRAWN;

        /** Those that make whoever does them answer for what the version says. */
        static final Set<Action> AUTHORING = Set.of(WRITTEN, EDITED, GATHERED, SUBMITTED, AMENDED);

        /** Those that begin a version. */
        static final Set<Action> BEGINNING = Set.of(WRITTEN, AMENDED);

        /** As the REST API spells it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that was done.
     *
     * @param number from 1
     * @param version with which version
     */
    public record Event(long number, long version, Action action, OperatorId by, Instant at, Optional<String> reason) {}

    /**
     * Whoever wrote, edited, gathered for or submitted the version: none of them can be its second person. An amendment that was
     * given up has nothing to do with the next one of its number.
     */
    Set<OperatorId> hands() {
        long begun = history.stream()
                .filter(event -> event.version() == version && Action.BEGINNING.contains(event.action()))
                .mapToLong(Event::number)
                .max()
                .orElse(0);
        return history.stream()
                .filter(event -> event.version() == version
                        && event.number() >= begun
                        && Action.AUTHORING.contains(event.action()))
                .map(Event::by)
                .collect(Collectors.toUnmodifiableSet());
    }
}
