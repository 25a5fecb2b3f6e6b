package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.advisory.Advisory.Action;
import org.entente.advisory.Advisory.Event;
import org.entente.advisory.Advisory.State;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.Audience;
import org.entente.party.OperatorId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class AdvisoryRulesTest {

    private static final String SEEN = "\"7\"";

    @Test
    void nothingIsChangedByWhoDoesNotSayWhatTheyHaveSeen() {
        assertThat(refusal(() -> AdvisoryRules.edit(advisory(State.DRAFT), null)))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> AdvisoryRules.edit(advisory(State.DRAFT), "\"6\"")))
                .isEqualTo(ProblemType.STALE);
        assertThatCode(() -> AdvisoryRules.edit(advisory(State.DRAFT), SEEN)).doesNotThrowAnyException();
    }

    @Test
    void onlyTheVeryVersionThatWasReadIsApprovedAndPublished() {
        assertThat(refusal(() -> AdvisoryRules.approve(advisory(State.IN_REVIEW), "*")))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> AdvisoryRules.publish(advisory(State.APPROVED), "*")))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> AdvisoryRules.publish(advisory(State.APPROVED), "\"6\", \"7\"")))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
    }

    @Test
    void nothingIsPublishedThatNobodyApproved() {
        for (State state : State.values()) {
            if (state != State.APPROVED) {
                assertThat(refusal(() -> AdvisoryRules.publish(advisory(state), SEEN)))
                        .as(state.label())
                        .isEqualTo(ProblemType.CONFLICT);
            }
        }
    }

    @Test
    void publishedWordingIsChangedByAnAmendmentOnly() {
        assertThat(refusal(() -> AdvisoryRules.edit(advisory(State.PUBLISHED), SEEN)))
                .isEqualTo(ProblemType.CONFLICT);
        assertThatCode(() -> AdvisoryRules.amend(advisory(State.AMENDED), SEEN)).doesNotThrowAnyException();
        assertThat(refusal(() -> AdvisoryRules.amend(advisory(State.DRAFT), SEEN)))
                .isEqualTo(ProblemType.CONFLICT);
    }

    @Test
    void whoeverTouchedTheVersionHadAHandInItAndNoEarlierVersionCounts() {
        Advisory amended = advisory(
                State.IN_REVIEW,
                2,
                event(1, 1, Action.WRITTEN, "ann"),
                event(2, 1, Action.APPROVED, "ben"),
                event(3, 2, Action.AMENDED, "cem"),
                event(4, 2, Action.DISCARDED, "cem"),
                event(5, 2, Action.AMENDED, "dee"),
                event(6, 2, Action.GATHERED, "eve"),
                event(7, 2, Action.REJECTED, "ben"),
                event(8, 2, Action.SUBMITTED, "fay"));

        assertThat(amended.hands())
                .containsExactlyInAnyOrder(new OperatorId("dee"), new OperatorId("eve"), new OperatorId("fay"));
    }

    @Test
    void trackingIdsAreNotCounted() {
        TrackingId one = TrackingId.random("ENTENTE", java.time.Year.of(2026));
        TrackingId other = TrackingId.random("ENTENTE", java.time.Year.of(2026));

        assertThat(one.value()).matches("ENTENTE-2026-[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(one).isNotEqualTo(other);
        assertThat(TrackingId.tryParse(one.value().toLowerCase(java.util.Locale.ROOT)))
                .contains(one);
        assertThat(TrackingId.tryParse("ENTENTE-2026-1")).isEmpty();
    }

    private static Event event(long number, long version, Action action, String by) {
        return new Event(number, version, action, new OperatorId(by), Instant.EPOCH, Optional.empty());
    }

    private static Advisory advisory(State state) {
        return advisory(state, 1, event(1, 1, Action.WRITTEN, "ann"));
    }

    private static Advisory advisory(State state, long version, Event... events) {
        return new Advisory(
                new TrackingId("ENTENTE-2026-AAAA-BBBB"),
                new StixId("report", UUID.randomUUID()),
                state,
                version,
                OptionalLong.empty(),
                7,
                new Wording(Contents.plain(Tlp.GREEN), Audience.OPEN, List.of()),
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(events));
    }

    private static ProblemType refusal(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).type();
    }
}
