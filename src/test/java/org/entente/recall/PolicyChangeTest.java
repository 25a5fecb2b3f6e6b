package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;

/** Which change of a partner is worked out next, and which has to wait. */
class PolicyChangeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Agreement ENDED = new Agreement(Optional.empty(), Optional.of(NOW.minusSeconds(3_600)));

    /** A fact of so many days ago. */
    private static Fact fact(long revision, int daysAgo, boolean active, boolean subscribes, Agreement agreement) {
        TrustPolicy policy = new TrustPolicy(TrustPolicy.CLOSED.to(), TrustPolicy.CLOSED.from(), agreement);
        Member member = new Member(new PartnerId("xb-cert"), "XB", 1, active, subscribes, Set.of(), policy, revision);
        return new Fact(revision, member, revision, NOW.minusSeconds(daysAgo * 86_400L));
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
        return PolicyChange.next(List.of(facts), NOW)
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
        assertThat(PolicyChange.next(List.of(subscribes, renewed), NOW))
                .hasValueSatisfying(
                        change -> assertThat(change.before().everRead()).isFalse());
    }

    @Test
    void factThatEndedWhenItBeganCountsAsRead() {
        // As where the clock of the log is ahead: what is added between has no time of its own.
        assertThat(Period.between(reads(1, 5), suspended(2, 5), 0).everRead()).isTrue();
    }

    @Test
    void laterPagesAreLookedThroughForAFactByWhichThePartnerReadsNow() {
        // Given
        List<Fact> facts = new ArrayList<>(List.of(reads(1, 30), suspended(2, 29)));
        for (int i = 3; i < 18; i++) {
            facts.add(fact(i, 30 - i, true, true, ENDED));
        }
        List<Fact> withoutEnd = List.copyOf(facts);
        facts.add(reads(18, 1));

        // Then
        assertThat(paged(facts)).contains(18L);
        assertThat(paged(withoutEnd)).isEmpty();
    }

    private static Optional<Long> paged(List<Fact> facts) {
        int page = 3;
        return Changes.next(
                        facts.subList(0, page),
                        page,
                        NOW,
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
