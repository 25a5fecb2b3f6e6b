package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.recall.ChangingReader.CLEAR;
import static org.entente.recall.ChangingReader.ENDED;
import static org.entente.recall.ChangingReader.GREEN;
import static org.entente.recall.ChangingReader.GREEN_OF_ANOTHER;
import static org.entente.recall.ChangingReader.ITS_OWN;
import static org.entente.recall.ChangingReader.NOW;
import static org.entente.recall.ChangingReader.daysAgo;
import static org.entente.recall.ChangingReader.decisions;
import static org.entente.recall.ChangingReader.delayed;
import static org.entente.recall.ChangingReader.entry;
import static org.entente.recall.ChangingReader.fact;
import static org.entente.recall.ChangingReader.from;
import static org.entente.recall.ChangingReader.history;
import static org.entente.recall.ChangingReader.late;
import static org.entente.recall.ChangingReader.narrow;
import static org.entente.recall.ChangingReader.ofAnother;
import static org.entente.recall.ChangingReader.ofTheAuthor;
import static org.entente.recall.ChangingReader.reads;
import static org.entente.recall.ChangingReader.submitsOnly;
import static org.entente.recall.ChangingReader.suspended;
import static org.entente.recall.ChangingReader.until;
import static org.entente.recall.ChangingReader.views;
import static org.entente.recall.ChangingReader.wide;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.RecallAct.Item;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Which change of a partner is worked out next, and which has to wait. */
class PolicyChangeTest {

    /** Numbers of classes, as whoever looks then finds them out. */
    private static List<Integer> lost(PolicyChange change, Instant now) {
        return change.compared(
                        Lingering.NOTHING,
                        FormerNames.NONE,
                        decisions(change.before().fact()),
                        now)
                .narrowing()
                .lost();
    }

    private static Optional<Long> next(Fact... facts) {
        return next(NOW, facts);
    }

    private static Optional<Long> next(Instant now, Fact... facts) {
        return PolicyChange.next(history(facts), now)
                .map(change -> change.after().revision());
    }

    @Test
    void partnerThatDidNotChangeHasNothingToBeWorkedOut() {
        assertThat(next(reads(1, 9))).isEmpty();
    }

    @Test
    void whatASuspendedPartnerLosesIsWorkedOutByWhatItMayHaveWhenItIsBack() {
        assertThat(next(reads(1, 9), suspended(2, 8), suspended(3, 7))).isEmpty();
        assertThat(next(reads(1, 9), suspended(2, 8), reads(3, 7))).contains(3L);
    }

    @Test
    void agreementThatEndedIsAsASuspension() {
        assertThat(next(reads(1, 9), fact(2, 8, true, true, ENDED))).isEmpty();
    }

    @Test
    void changesOfWhoCouldNotReadNeedNoWaiting() {
        assertThat(next(submitsOnly(1, 9), submitsOnly(2, 8), submitsOnly(3, 7)))
                .contains(2L);
        assertThat(next(suspended(2, 8), suspended(3, 7))).contains(3L);
    }

    @Test
    void whatWasReadBetweenIsNotPassedOver() {
        // Its agreement has ended since, so that it cannot be told of it now.
        Fact read = fact(2, 8, true, true, ENDED);

        assertThat(next(submitsOnly(1, 9), read, reads(3, 0))).contains(2L);
    }

    @Test
    void roleGivenAfterTheAgreementEndedGaveNothingToRead() {
        // It got the role a day after its agreement had ended, and a narrower policy later.
        Instant ended = NOW.minusSeconds(5 * 86_400L);
        Agreement then = new Agreement(Optional.empty(), Optional.of(ended));
        Fact submits = fact(1, 9, true, false, then);
        Fact subscribes = fact(2, 4, true, true, then);
        Fact renewed = reads(3, 3);

        assertThat(next(submits, subscribes, renewed)).contains(2L);
        assertThat(PolicyChange.next(history(subscribes, renewed), NOW))
                .hasValueSatisfying(
                        change -> assertThat(change.before().everRead()).isFalse());
    }

    @Test
    void factThatEndedWhenItBeganCountsAsRead() {
        // As where the clock of the log is ahead: what is added between has no time of its own.
        assertThat(Period.between(reads(1, 5), suspended(2, 5), 0).everRead()).isTrue();
    }

    @Test
    void policyReplacedBeforeItsAgreementBeganIsPassedOverWhenThatTimeHasCome() {
        // It was to be in force from three days ago on, and was put off the day before that.
        Fact replaced = fact(2, 5, true, true, from(3));

        assertThat(next(reads(1, 9), replaced, fact(3, 4, true, true, from(1)))).contains(3L);
        assertThat(next(daysAgo(2), reads(1, 9), replaced, fact(3, 4, true, true, from(1))))
                .isEmpty();
        assertThat(next(reads(1, 9), replaced, suspended(3, 4))).isEmpty();
        assertThat(next(reads(1, 9), replaced, suspended(3, 4), reads(4, 1))).contains(4L);
    }

    @Test
    void policyThatNeverBeganTakesNothing() {
        // Given
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact narrow = narrow(2, 5, from(3));
        Fact wideAgain = wide(3, 4, from(1));

        // When
        PolicyChange change =
                PolicyChange.next(history(wide, narrow, wideAgain), NOW).orElseThrow();

        // Then
        assertThat(lost(change, NOW)).isEmpty();
    }

    @Test
    void changeThatIsPartlyToldStaysTheSameWhenItsAgreementEndsAndIsRenewed() {
        // Given
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact narrow = narrow(2, 8, until(5));
        Fact renewed = narrow(3, 4, Agreement.UNLIMITED);

        // Then
        assertThat(next(daysAgo(6), wide, narrow)).contains(2L);
        assertThat(next(daysAgo(4), wide, narrow)).isEmpty();
        assertThat(next(daysAgo(4), wide, narrow, renewed)).contains(2L);
        assertThat(next(NOW, wide, narrow, renewed)).contains(2L);
        assertThat(next(NOW, narrow, renewed)).contains(3L);
    }

    @Test
    void whatAPolicyGaveIsNotTakenByTheEndOfItsAgreement() {
        // Given
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact narrow = narrow(2, 8, until(5));
        List<Fact> lapsed = history(wide, narrow);
        List<Fact> renewed = history(wide, narrow, narrow(3, 4, Agreement.UNLIMITED));

        // Then: as it was told while that held
        assertThat(lost(PolicyChange.next(lapsed, daysAgo(6)).orElseThrow(), daysAgo(6)))
                .containsExactly(GREEN, GREEN_OF_ANOTHER);
        assertThat(lost(PolicyChange.between(lapsed, 1, 2).orElseThrow(), NOW))
                .containsExactly(GREEN, GREEN_OF_ANOTHER);
        assertThat(lost(PolicyChange.between(renewed, 1, 2).orElseThrow(), NOW))
                .containsExactly(GREEN, GREEN_OF_ANOTHER);
    }

    @Test
    void sameObjectKeepsWhatWasLostWhereItCameInTheTimeOfThePolicyThatTookIt() {
        // Given: a position for each day, so that it came before or after the second change
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact narrow = narrow(10, 5, Agreement.UNLIMITED);
        Fact nothing = fact(20, 3, true, true, Agreement.UNLIMITED);

        // Then
        assertThat(told(List.of(entry(5, 7, GREEN), entry(15, 4, CLEAR)), wide, narrow, nothing))
                .isEmpty();
        assertThat(told(List.of(entry(5, 7, GREEN), entry(25, 2, CLEAR)), wide, narrow, nothing))
                .containsExactly(5L);
    }

    @Test
    void sameObjectThatCameLaterKeepsWhatWasLostWhereThePartnerCouldReadItThen() {
        // Given
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact narrow = narrow(10, 5, Agreement.UNLIMITED);
        List<StandingEntry> entries = List.of(entry(5, 7, GREEN), entry(25, 2, CLEAR));

        // Then
        assertThat(told(entries, wide, narrow)).isEmpty();
        assertThat(told(entries, wide, narrow, narrow(20, 3, Agreement.UNLIMITED)))
                .isEmpty();
        assertThat(told(entries, wide, narrow, narrow(20, 4, until(1)))).isEmpty();
        assertThat(told(entries, wide, narrow, narrow(20, 4, until(3)))).containsExactly(5L);
        assertThat(told(entries, wide, narrow, suspended(20, 3))).containsExactly(5L);
        assertThat(told(entries, wide, narrow, late(20, 3))).containsExactly(5L);
    }

    @Test
    void sameObjectThatAPolicyInBetweenGaveKeepsWhatWasLostWhateverFollows() {
        // Given
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact closed = fact(10, 5, true, true, Agreement.UNLIMITED);
        Fact narrow = narrow(20, 4, Agreement.UNLIMITED);
        List<StandingEntry> entries = List.of(entry(5, 7, GREEN), entry(25, 3, CLEAR));

        // Then
        assertThat(told(entries, wide, closed, narrow)).isEmpty();
        assertThat(told(entries, wide, closed, narrow, late(30, 2))).isEmpty();
        assertThat(told(entries, wide, closed, narrow, suspended(30, 2))).isEmpty();
        assertThat(told(entries, wide, closed, narrow, fact(30, 2, true, true, Agreement.UNLIMITED)))
                .isEmpty();
    }

    @Test
    void sameObjectKeepsWhatWasLostAlsoWhereItsDateIsStillToCome() {
        List<StandingEntry> entries = List.of(entry(5, 7, GREEN), entry(25, -1, CLEAR));

        assertThat(told(entries, wide(1, 9, Agreement.UNLIMITED), narrow(10, 5, Agreement.UNLIMITED)))
                .isEmpty();
    }

    @Test
    void policyThatOnlyAllowsAgainWhatWasThereAlreadyKeepsNothing() {
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact closed = fact(10, 5, true, true, Agreement.UNLIMITED);
        Fact narrow = narrow(20, 3, Agreement.UNLIMITED);

        assertThat(told(List.of(entry(5, 7, GREEN), entry(15, 4, CLEAR)), wide, closed, narrow))
                .containsExactly(5L);
        assertThat(told(List.of(entry(5, 7, GREEN)), wide, closed, wide(20, 3, Agreement.UNLIMITED)))
                .containsExactly(5L);
    }

    @Test
    void sameObjectThatCameAfterAPolicyWithADelayKeepsWhatThatHad() {
        Fact wideAnHourLate = delayed(Tlp.GREEN, 1, 9, Duration.ofHours(1));
        Fact narrow = narrow(10, 5, Agreement.UNLIMITED);

        assertThat(told(List.of(entry(5, 7, GREEN), entry(15, 4, CLEAR)), wideAnHourLate, narrow))
                .isEmpty();
        assertThat(told(List.of(entry(5, 7, GREEN), entry(15, 4, GREEN)), wideAnHourLate, narrow))
                .containsExactly(5L);
    }

    @Test
    void whatALongerDelayLeftIsToldOfWhenALaterPolicyTakesIt() {
        // Given: what it had before the delay, and what came under it
        Fact wide = wide(1, 9, Agreement.UNLIMITED);
        Fact late = delayed(Tlp.GREEN, 10, 5, Duration.ofDays(30));
        Fact closed = fact(20, 3, true, true, Agreement.UNLIMITED);

        // Then
        assertThat(told(List.of(entry(5, 7, GREEN)), wide, late)).isEmpty();
        assertThat(toldLast(entry(5, 7, GREEN), wide, late, closed)).containsExactly(5L);
        assertThat(toldLast(entry(15, 4, GREEN), wide, late, closed)).isEmpty();
        assertThat(toldLast(entry(5, 7, GREEN), wide, suspended(8, 6), late, closed))
                .containsExactly(5L);
    }

    @Test
    void whatAPolicyHadNotGivenOrWasToldOfDoesNotLinger() {
        // Given: wider than before, under embargo; or as before, after it was narrower
        Fact late = delayed(Tlp.GREEN, 10, 5, Duration.ofDays(30));
        Fact closed = fact(20, 3, true, true, Agreement.UNLIMITED);

        // Then
        assertThat(toldLast(entry(5, 7, GREEN), narrow(1, 9, Agreement.UNLIMITED), late, closed))
                .isEmpty();
        assertThat(toldLast(
                        entry(5, 8, GREEN),
                        wide(1, 9, Agreement.UNLIMITED),
                        narrow(6, 7, Agreement.UNLIMITED),
                        late,
                        closed))
                .isEmpty();
    }

    @Test
    void whatWasNeverThePartnersKeepsNothingWhileItIsUnderEmbargo() {
        // Given: two who submitted the same, of whom the partner had the one
        List<StandingEntry> entries = List.of(entry(5, 7, GREEN), entry(6, 6, GREEN_OF_ANOTHER));
        Fact before = ofTheAuthor(Tlp.GREEN, 1, 9);

        // Then
        assertThat(told(entries, before, ofAnother(10, 5, Duration.ofDays(30)))).containsExactly(5L);
        assertThat(told(entries, before, ofAnother(10, 5, Duration.ZERO))).isEmpty();
    }

    @Test
    void whatIsGivenInAnotherViewIsGivenAlsoToWhoSubmittedTheSame() {
        // Given
        Fact hides = views(new Obligations(true, Set.of(), false, false), 1, 9);
        Fact hidesMore = views(new Obligations(true, Set.of("x_ticket"), false, false), 10, 5);
        StandingEntry others = entry(6, 7, GREEN);
        PolicyChange change =
                PolicyChange.between(history(hides, hidesMore), 1, 10).orElseThrow();

        // Then
        for (List<StandingEntry> all : List.of(List.of(others), List.of(entry(5, 8, ITS_OWN), others))) {
            assertThat(change.compared(Lingering.NOTHING, FormerNames.NONE, decisions(hidesMore), NOW)
                            .items(List.of(others), all))
                    .singleElement()
                    .satisfies(item -> assertThat(item.remains()).isEqualTo(6));
        }
    }

    @Test
    void nothingLingersOnceTheDelayReachesBackNoFurtherThanThePolicyItself() {
        Fact late = delayed(Tlp.GREEN, 10, 5, Duration.ofDays(1));
        Fact longer = delayed(Tlp.GREEN, 10, 5, Duration.ofDays(6));

        assertThat(Lingering.isOf(Period.untilNow(late, NOW))).isFalse();
        assertThat(Lingering.isOf(Period.untilNow(longer, NOW))).isTrue();
        assertThat(Lingering.isOf(Period.untilNow(narrow(10, 5, Agreement.UNLIMITED), NOW)))
                .isFalse();
    }

    /** What the last of some changes took of an entry. */
    private static List<Long> toldLast(StandingEntry entry, Fact... facts) {
        List<Fact> history = history(facts);
        int last = facts.length - 1;
        PolicyChange change = PolicyChange.between(
                        history.subList(last - 1, last + 1), facts[last - 1].revision(), facts[last].revision())
                .orElseThrow();
        assertThat(Lingering.isOf(change.before())).isTrue();
        Lingering lingering = Lingering.of(history.subList(0, last - 1));
        return change
                .compared(lingering, FormerNames.NONE, decisions(facts[last]), NOW)
                .items(List.of(entry), List.of(entry))
                .stream()
                .map(Item::position)
                .toList();
    }

    /** What the first change took, once all have been made: positions in the log. */
    private static List<Long> told(List<StandingEntry> entries, Fact... facts) {
        PolicyChange change = PolicyChange.between(history(facts), facts[0].revision(), facts[1].revision())
                .orElseThrow();
        return change
                .compared(Lingering.NOTHING, FormerNames.NONE, decisions(facts[facts.length - 1]), NOW)
                .items(entries.subList(0, 1), entries)
                .stream()
                .map(Item::position)
                .toList();
    }

    @Test
    void laterPagesAreLookedThroughForAFactByWhichThePartnerReads() {
        // Given
        List<Fact> facts = new ArrayList<>(List.of(reads(1, 30), suspended(2, 29)));
        for (int i = 3; i < 18; i++) {
            facts.add(fact(i, 30 - i, true, true, from(1)));
        }
        List<Fact> withoutEnd = history(facts.toArray(Fact[]::new));
        Fact ofADay = fact(18, 12, true, true, until(11));
        facts.add(ofADay);
        List<Fact> ended = history(facts.toArray(Fact[]::new));
        facts.add(fact(19, 10, true, true, ENDED));
        List<Fact> over = history(facts.toArray(Fact[]::new));

        // Then
        assertThat(paged(withoutEnd, daysAgo(2))).isEmpty();
        assertThat(paged(ended, daysAgo(2))).isEmpty();
        assertThat(paged(over, daysAgo(2))).contains(18L);
    }

    private static Optional<Long> paged(List<Fact> facts, Instant now) {
        int page = 3;
        return Changes.next(
                        facts.subList(0, page),
                        page,
                        now,
                        from -> Uni.createFrom()
                                .item(facts.stream()
                                        .filter(fact -> fact.revision() >= from)
                                        .limit(page)
                                        .toList()))
                .await()
                .indefinitely()
                .map(change -> change.after().revision());
    }
}
