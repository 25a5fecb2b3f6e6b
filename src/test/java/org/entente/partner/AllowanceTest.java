package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Allowance allowance = new Allowance(new Allowance.Rate(10, 3));

    /** What {@code System.nanoTime} begins with is anybody's guess. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000L, Long.MIN_VALUE})
    void burstIsTakenAtOnceAndThenOneAtATime(long start) {
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.take(start)).isZero();
        }

        assertThat(allowance.take(start)).isEqualTo(Duration.ofMillis(100));
        assertThat(allowance.take(start + SECOND / 20)).isEqualTo(Duration.ofMillis(50));
        assertThat(allowance.take(start + SECOND / 10)).isZero();
        assertThat(allowance.take(start + SECOND / 10)).isPositive();
    }

    @Test
    void whoRestedHasABurstAgainAndNoMore() {
        for (int i = 0; i < 3; i++) {
            allowance.take(0);
        }

        for (int i = 0; i < 3; i++) {
            assertThat(allowance.take(100 * SECOND)).isZero();
        }
        assertThat(allowance.take(100 * SECOND)).isPositive();
    }

    @Test
    void refusedRequestCostsNothing() {
        for (int i = 0; i < 3; i++) {
            allowance.take(0);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(allowance.take(1)).isPositive();
        }

        assertThat(allowance.take(SECOND / 10)).isZero();
    }
}
