package org.entente.partner;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/**
 * A proposed policy and what has been done with it.
 *
 * @param partner whose policy it would be
 * @param number counts from 1 for each partner
 * @param state what it has come to
 * @param policy what it says now
 * @param reason why, in the words of whoever last wrote it
 * @param base the policy version in force when it was written or last edited; it can replace only that one
 * @param policyVersion the version it became
 * @param version grows with every change
 * @param history what was done, in order; never empty
 */
public record PolicyDraft(
        PartnerId partner,
        long number,
        State state,
        TrustPolicy policy,
        String reason,
        long base,
        OptionalLong policyVersion,
        long version,
        List<Event> history) {

    public PolicyDraft {
        history = List.copyOf(history);
    }

    /** What a draft has come to. */
    public enum State {
        /** Being written. */
        DRAFT,
        /** Waiting for a second person. */
        SUBMITTED,
        /** In force. */
        ACTIVE,
        /** Was in force until another was. */
        SUPERSEDED,
        /** The second person did not agree. */
        REJECTED,
        /** Taken back by its author or an administrator. */
        WITHDRAWN;

        /** As the REST API spells it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether anything can still become of it. */
        boolean isOpen() {
            return this == DRAFT || this == SUBMITTED;
        }

        static Optional<State> ofLabel(String label) {
            for (State state : values()) {
                if (state.label().equals(label)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /** What can be done with a draft. */
    public enum Action {
        WRITTEN,
        EDITED,
        SUBMITTED,
        APPROVED,
        REJECTED,
        WITHDRAWN;

        /** Those that make whoever does them answer for what the draft says. */
        static final Set<Action> AUTHORING = Set.of(WRITTEN, EDITED, SUBMITTED);

        /** As the REST API spells it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that was done with it. */
    public record Event(Action action, OperatorId by, Instant at, Optional<String> reason) {}

    /** Who wrote it first. */
    public OperatorId author() {
        return history.get(0).by();
    }

    /** Whoever wrote, edited or submitted it: none of them can be its second person. */
    Set<OperatorId> hands() {
        return history.stream()
                .filter(event -> Action.AUTHORING.contains(event.action()))
                .map(Event::by)
                .collect(Collectors.toUnmodifiableSet());
    }
}
