package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.PolicyDraft.Action;
import org.entente.partner.PolicyDraft.Event;
import org.entente.partner.PolicyDraft.State;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class DraftRulesTest {

    private static final Instant COOLED = Instant.parse("2026-01-04T00:00:00Z");
    private static final SecretMakers NOBODY = made();

    private static final OperatorId ANN = new OperatorId("ann");
    private static final OperatorId BOB = new OperatorId("bob");
    private static final OperatorId SUE = new OperatorId("sue");
    private static final OperatorId EVE = new OperatorId("eve");
    private static final String SEEN = "\"5\"";

    /** Written by Ann, edited by Bob, submitted by Sue, when version 3 was in force. */
    private static PolicyDraft draft(State state) {
        return new PolicyDraft(
                new PartnerId("xa-cert"),
                1,
                state,
                TrustPolicy.CLOSED,
                "r",
                3,
                OptionalLong.empty(),
                5,
                List.of(event(Action.WRITTEN, ANN), event(Action.EDITED, BOB), event(Action.SUBMITTED, SUE)));
    }

    /** Pairs of an operator and who made a credential of it, long ago. */
    private static SecretMakers made(String... pairs) {
        return made(COOLED, pairs);
    }

    private static SecretMakers made(Instant since, String... pairs) {
        List<SecretMakers.Secret> secrets = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            secrets.add(new SecretMakers.Secret(pairs[i], pairs[i + 1], since));
        }
        return new SecretMakers(secrets, COOLED);
    }

    private static Event event(Action action, OperatorId by) {
        return new Event(action, by, Instant.EPOCH, Optional.empty());
    }

    private static ProblemType refusal(ThrowingCallable call) {
        ProblemType[] type = new ProblemType[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ProblemException.class, problem -> type[0] = problem.type())
                .message()
                .endsWith(".");
        return type[0];
    }

    @Test
    void somebodyElseApproves() {
        assertThatCode(() -> DraftRules.approve(
                        draft(State.SUBMITTED),
                        EVE,
                        made("eve", "exchange", "ann", "exchange", "bob", "exchange", "sue", "exchange"),
                        3,
                        SEEN))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "sue"})
    void whoeverWroteEditedOrSubmittedItDoesNot(String by) {
        assertThat(refusal(() -> DraftRules.approve(
                        draft(State.SUBMITTED),
                        new OperatorId(by),
                        made("eve", "exchange", "ann", "exchange", "bob", "exchange", "sue", "exchange"),
                        3,
                        SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob", "sue"})
    void norSomebodyAsWhomTheyCouldHaveSignedIn(String maker) {
        assertThat(refusal(() -> DraftRules.approve(
                        draft(State.SUBMITTED), EVE, made("eve", "exchange", "eve", maker), 3, SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @Test
    void norWhoeverCouldHaveSignedInAsOneOfThem() {
        SecretMakers makers = made("eve", "exchange", "bob", "exchange", "bob", "eve");

        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, makers, 3, SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @Test
    void twoWhomOneAdministratorLatelyMadeAreOnePerson() {
        Instant fresh = COOLED.plusMillis(1);
        SecretMakers puppets = made(fresh, "boss", "exchange", "eve", "boss", "ann", "boss");
        SecretMakers ofPuppets = made(fresh, "boss", "exchange", "eve", "aide", "aide", "boss", "sue", "boss");

        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, puppets, 3, SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, ofPuppets, 3, SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @Test
    void norIsSomebodyAsWhomAnAdministratorWithAHandInItCouldLatelyHaveMadeAnother() {
        SecretMakers chain = made(COOLED.plusMillis(1), "ann", "exchange", "aide", "ann", "eve", "aide");

        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, chain, 3, SEEN)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @Test
    void afterTheCoolingPeriodAnExchangeWithOneAdministratorHasTwoPersons() {
        SecretMakers cooled = made("boss", "exchange", "eve", "boss", "ann", "boss", "bob", "boss", "sue", "boss");

        assertThatCode(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, cooled, 3, SEEN))
                .doesNotThrowAnyException();
        assertThat(cooled.neverCooled().behind(Set.of(EVE), Set.of(ANN))).containsExactly("boss");
    }

    @Test
    void approvalOverAnotherVersionIsAConflict() {
        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, NOBODY, 4, SEEN)))
                .isEqualTo(ProblemType.CONFLICT);
        assertThat(refusal(() -> DraftRules.submit(draft(State.DRAFT), 4, null)))
                .isEqualTo(ProblemType.CONFLICT);
    }

    @Test
    void approvalNamesWhatWasRead() {
        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, NOBODY, 3, null)))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, NOBODY, 3, "*")))
                .isEqualTo(ProblemType.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> DraftRules.approve(draft(State.SUBMITTED), EVE, NOBODY, 3, "\"4\"")))
                .isEqualTo(ProblemType.STALE);
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = "SUBMITTED", mode = Mode.EXCLUDE)
    void onlyWhatIsSubmittedIsDecided(State state) {
        assertThat(refusal(() -> DraftRules.approve(draft(state), EVE, NOBODY, 3, SEEN)))
                .isEqualTo(ProblemType.CONFLICT);
        assertThat(refusal(() -> DraftRules.reject(draft(state), SEEN))).isEqualTo(ProblemType.CONFLICT);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ACTIVE", "SUPERSEDED", "REJECTED", "WITHDRAWN"})
    void whatIsDecidedStaysAsItIs(State state) {
        Caller.OperatorCaller author = new Caller.OperatorCaller(ANN, Set.of("curator"));

        assertThat(refusal(() -> DraftRules.edit(draft(state), null))).isEqualTo(ProblemType.CONFLICT);
        assertThat(refusal(() -> DraftRules.submit(draft(state), 3, null))).isEqualTo(ProblemType.CONFLICT);
        assertThat(refusal(() -> DraftRules.withdraw(draft(state), author, null)))
                .isEqualTo(ProblemType.CONFLICT);
    }

    @Test
    void draftIsNotChangedForEver() {
        PolicyDraft worn = new PolicyDraft(
                new PartnerId("xa-cert"),
                1,
                State.DRAFT,
                TrustPolicy.CLOSED,
                "r",
                3,
                OptionalLong.empty(),
                5,
                java.util.Collections.nCopies(DraftRules.EVENTS_MAX, event(Action.EDITED, ANN)));

        assertThat(refusal(() -> DraftRules.edit(worn, null))).isEqualTo(ProblemType.CONFLICT);
        assertThatCode(() -> DraftRules.edit(draft(State.SUBMITTED), null)).doesNotThrowAnyException();
    }

    @Test
    void authorOrAdministratorWithdraws() {
        assertThatCode(() -> DraftRules.withdraw(
                        draft(State.DRAFT), new Caller.OperatorCaller(ANN, Set.of("curator")), null))
                .doesNotThrowAnyException();
        assertThatCode(() -> DraftRules.withdraw(
                        draft(State.SUBMITTED), new Caller.OperatorCaller(EVE, Set.of("admin")), null))
                .doesNotThrowAnyException();
        assertThat(refusal(() -> DraftRules.withdraw(
                        draft(State.SUBMITTED), new Caller.OperatorCaller(BOB, Set.of("approver")), null)))
                .isEqualTo(ProblemType.FORBIDDEN);
    }
}
