package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.recall.ChangingReader.GREEN;
import static org.entente.recall.ChangingReader.GREEN_OF_ANOTHER;
import static org.entente.recall.ChangingReader.NOW;
import static org.entente.recall.ChangingReader.READER;
import static org.entente.recall.ChangingReader.WITHDRAWN;
import static org.entente.recall.ChangingReader.decisions;
import static org.entente.recall.ChangingReader.delayed;
import static org.entente.recall.ChangingReader.entry;
import static org.entente.recall.ChangingReader.history;
import static org.entente.recall.ChangingReader.wide;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.log.RecallAct.Item;
import org.entente.log.Reclassed;
import org.entente.log.Reclassed.Change;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.recall.Readers.Standing;
import org.entente.release.Decisions;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Who is told of a recall while a delay, shorter before, holds what comes. */
class LossesTest {

    private static final List<Fact> FACTS =
            history(wide(1, 9, Agreement.UNLIMITED), delayed(Tlp.GREEN, 10, 5, Duration.ofDays(30)));

    private static List<Long> told(StandingEntry recalled, StandingEntry... others) {
        Decisions now = decisions(FACTS.get(1)).at(NOW);
        Lingering lingering = Lingering.of(FACTS.subList(0, 1));
        Possession present = Period.untilNow(FACTS.get(1), NOW).possession(now);
        Standing standing = new Standing(now, Map.of(READER, lingering.until(present, now)), Optional.empty());
        StandingEntry withdrawn = entry(recalled.placement().position(), 0, WITHDRAWN);
        return new Losses(standing)
                .of(new Reclassed(List.of(new Change(recalled, withdrawn)), List.of(others))).stream()
                        .filter(notice -> notice.partner().equals(READER))
                        .flatMap(notice -> notice.items().stream())
                        .map(Item::position)
                        .toList();
    }

    @Test
    void whatThePartnerHadBeforeTheDelayIsTold() {
        assertThat(told(entry(5, 7, GREEN))).containsExactly(5L);
    }

    @Test
    void whatTheDelayHoldsIsNotTold() {
        assertThat(told(entry(15, 4, GREEN))).isEmpty();
    }

    @Test
    void sameObjectThatTheDelayHoldsKeepsNothing() {
        assertThat(told(entry(5, 7, GREEN), entry(15, 4, GREEN_OF_ANOTHER))).containsExactly(5L);
    }

    @Test
    void sameObjectThatThePartnerHadBeforeTheDelayKeepsIt() {
        assertThat(told(entry(5, 7, GREEN), entry(6, 6, GREEN_OF_ANOTHER))).isEmpty();
    }
}
