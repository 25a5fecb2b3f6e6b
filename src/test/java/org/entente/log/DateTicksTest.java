package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DateTicksTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000000Z");
    private final DateTicks ticks = new DateTicks(Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void datesAreStrictlyIncreasingFromNow() {
        List<Instant> dates = ticks.after(Instant.EPOCH, 1_000);

        assertThat(dates)
                .hasSize(1_000)
                .doesNotHaveDuplicates()
                .isSorted()
                .first()
                .isEqualTo(NOW);
    }

    @Test
    void clockSetBackAnHourChangesNothing() {
        Instant ahead = NOW.plusSeconds(3_600);

        assertThat(ticks.after(ahead, 10)).allSatisfy(date -> assertThat(date).isAfter(ahead));
    }

    @Test
    void datesHaveWholeMicroseconds() {
        assertThat(ticks.after(Instant.EPOCH, 100))
                .allSatisfy(date -> assertThat(date.getNano() % 1_000).isZero());
    }

    @Test
    void noTwoSeedsAreTheSame() {
        assertThat(ticks.seed()).hasSize(32).isNotEqualTo(ticks.seed());
    }
}
