package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
}
