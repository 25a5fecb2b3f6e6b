package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.NumberedClass;
import org.entente.log.Placement;
import org.entente.log.RecallAct.Item;
import org.entente.log.ReleaseClass;
import org.entente.log.StandingEntry;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory.End;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.To;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Which change of a partner is worked out next, and which has to wait. */
class PolicyChangeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Agreement ENDED = new Agreement(Optional.empty(), Optional.of(NOW.minusSeconds(3_600)));

    private static final PartnerId AUTHOR = new PartnerId("xa-cert");
    private static final PartnerId READER = new PartnerId("xb-cert");
    private static final int CLEAR = 1;
    private static final int GREEN = 2;

    /** A fact of so many days ago. */
    private static Fact fact(long revision, int daysAgo, boolean active, boolean subscribes, Agreement agreement) {
        TrustPolicy policy = new TrustPolicy(TrustPolicy.CLOSED.to(), TrustPolicy.CLOSED.from(), agreement);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, active, subscribes, Set.of(), policy, revision));
    }

    private static Fact fact(long revision, int daysAgo, Member member) {
        return new Fact(revision, member, revision, daysAgo(daysAgo), Optional.empty());
    }

    private static Fact upTo(Tlp ceiling, long revision, int daysAgo, Agreement agreement) {
        TrustPolicy policy = new TrustPolicy(To.everythingUpTo(ceiling), TrustPolicy.CLOSED.from(), agreement);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, true, true, Set.of(), policy, revision));
    }

    private static Fact wide(long revision, int daysAgo, Agreement agreement) {
        return upTo(Tlp.GREEN, revision, daysAgo, agreement);
    }

    private static Fact narrow(long revision, int daysAgo, Agreement agreement) {
        return upTo(Tlp.CLEAR, revision, daysAgo, agreement);
    }

    /** Numbers of classes, as whoever looks then finds them out. */
    private static List<Integer> lost(PolicyChange change, Instant now) {
        return change.compared(Lingering.NOTHING, decisions(change.before().fact()), now)
                .narrowing()
                .lost();
    }

    /** While the partner is as that fact has it. */
    private static Decisions decisions(Fact present) {
        Member author = new Member(AUTHOR, "XA", 0, true, true, Set.of(), TrustPolicy.CLOSED, 1);
        return Decisions.compile(
                Directory.of(1, List.of(author, present.member()), List.of()),
                List.of(numbered(CLEAR, Tlp.CLEAR), numbered(GREEN, Tlp.GREEN)));
    }

    /** The same object each time. */
    private static StandingEntry entry(long position, int daysAgo, int classNumber) {
        StixId id = StixId.parse("malware--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061");
        return new StandingEntry(
                new Placement(position, daysAgo(daysAgo), id, Instant.EPOCH, classNumber, Links.NONE),
                AUTHOR,
                classNumber,
                1);
    }

    private static NumberedClass numbered(int number, Tlp tlp) {
        return new NumberedClass(number, ReleaseClass.plain(tlp, Feed.THREATS, "malware", AUTHOR, Audience.OPEN));
    }

    private static Instant daysAgo(int days) {
        return NOW.minusSeconds(days * 86_400L);
    }

    /** As its history has them: each ends with the next. */
    private static List<Fact> history(Fact... facts) {
        List<Fact> history = new ArrayList<>();
        for (int i = 0; i < facts.length; i++) {
            Fact fact = facts[i];
            Optional<End> ended = i + 1 < facts.length
                    ? Optional.of(new End(facts[i + 1].since(), facts[i + 1].lastPosition()))
                    : Optional.empty();
            history.add(new Fact(fact.revision(), fact.member(), fact.lastPosition(), fact.since(), ended));
        }
        return history;
    }

    private static Fact reads(long revision, int daysAgo) {
        return fact(revision, daysAgo, true, true, Agreement.UNLIMITED);
    }

    private static Fact suspended(long revision, int daysAgo) {
        return fact(revision, daysAgo, false, true, Agreement.UNLIMITED);
    }

    private static Fact submitsOnly(long revision, int daysAgo) {
        return fact(revision, daysAgo, true, false, Agreement.UNLIMITED);
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
                .containsExactly(GREEN);
        assertThat(lost(PolicyChange.between(lapsed, 1, 2).orElseThrow(), NOW)).containsExactly(GREEN);
        assertThat(lost(PolicyChange.between(renewed, 1, 2).orElseThrow(), NOW)).containsExactly(GREEN);
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

    /** What the last of some changes took of an entry. */
    private static List<Long> toldLast(StandingEntry entry, Fact... facts) {
        List<Fact> history = history(facts);
        int last = facts.length - 1;
        PolicyChange change = PolicyChange.between(
                        history.subList(last - 1, last + 1), facts[last - 1].revision(), facts[last].revision())
                .orElseThrow();
        assertThat(Lingering.isOf(change.before())).isTrue();
        Lingering lingering = Lingering.of(history.subList(0, last - 1));
        return change.compared(lingering, decisions(facts[last]), NOW).items(List.of(entry), List.of(entry)).stream()
                .map(Item::position)
                .toList();
    }

    /** What the first change took, once all have been made: positions in the log. */
    private static List<Long> told(List<StandingEntry> entries, Fact... facts) {
        PolicyChange change = PolicyChange.between(history(facts), facts[0].revision(), facts[1].revision())
                .orElseThrow();
        return change
                .compared(Lingering.NOTHING, decisions(facts[facts.length - 1]), NOW)
                .items(entries.subList(0, 1), entries)
                .stream()
                .map(Item::position)
                .toList();
    }

    /** Gives what is clear, a month late. */
    private static Fact late(long revision, int daysAgo) {
        return delayed(Tlp.CLEAR, revision, daysAgo, Duration.ofDays(30));
    }

    private static Fact delayed(Tlp ceiling, long revision, int daysAgo, Duration delay) {
        To at = To.everythingUpTo(ceiling);
        To late = new To(
                at.maxTlp(),
                at.maxPap(),
                at.communities(),
                at.kinds(),
                at.sectors(),
                at.regions(),
                at.originators(),
                at.originatorsRefused(),
                at.minConfidence(),
                delay,
                at.markings(),
                at.view());
        TrustPolicy policy = new TrustPolicy(late, TrustPolicy.CLOSED.from(), Agreement.UNLIMITED);
        return fact(revision, daysAgo, new Member(READER, "XB", 1, true, true, Set.of(), policy, revision));
    }

    private static Agreement from(int daysAgo) {
        return new Agreement(Optional.of(daysAgo(daysAgo)), Optional.empty());
    }

    private static Agreement until(int daysAgo) {
        return new Agreement(Optional.empty(), Optional.of(daysAgo(daysAgo)));
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
