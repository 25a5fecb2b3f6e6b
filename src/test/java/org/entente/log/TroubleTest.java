package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.entente.log.RecallTroubles.Subject;
import org.entente.log.RecallTroubles.Trouble;
import org.entente.log.RecallTroubles.Work;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    @Test
    void isTriedAgainWhenItsTimeHasCome() {
        assertThat(trouble(NOW.plusMillis(1)).waitsAt(NOW)).isTrue();
        assertThat(trouble(NOW).waitsAt(NOW)).isFalse();
    }

    @Test
    void doesNotWaitForAnHourBecauseTheClockWasSetBack() {
        assertThat(trouble(NOW.plus(RecallTroubles.PAUSE_MAX)).waitsAt(NOW)).isTrue();
        assertThat(trouble(NOW.plusSeconds(3600)).waitsAt(NOW)).isFalse();
    }

    private static Trouble trouble(Instant nextAt) {
        return new Trouble(UUID.randomUUID(), Subject.whole(Work.POLICY, "xa-cert"), 1, NOW, nextAt, "");
    }
}
