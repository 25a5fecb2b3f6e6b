package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CongestionTest {

    private static final long MILLIS = 1_000_000;
    private static final int MOST = 1024;

    private long now = Long.MAX_VALUE - 3_000 * MILLIS;
    private final Congestion congestion = new Congestion(Duration.ofMillis(250), MOST, now);
    private final Deque<Long> queue = new ArrayDeque<>();
    private long slowest;
    private long refused;
    private long done;

    /** A second of an exchange that ends one post every two milliseconds, with so many coming every two milliseconds. */
    private void second(int coming) {
        slowest = 0;
        refused = 0;
        done = 0;
        for (int i = 0; i < 500; i++) {
            now += 2 * MILLIS;
            for (int j = 0; j < coming; j++) {
                if (queue.size() < congestion.bound(now)) {
                    congestion.began(now);
                    queue.add(now);
                } else {
                    refused++;
                }
            }
            if (!queue.isEmpty()) {
                long began = queue.remove();
                congestion.ended(began, now);
                slowest = Math.max(slowest, now - began);
                done++;
            }
        }
    }

    private void seconds(int count, int coming) {
        for (int i = 0; i < count; i++) {
            second(coming);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void whatIsTooMuchIsRefusedAndTheRestTakesLittleLongerThanItShould(int times) {
        seconds(10, times);

        assertThat(slowest).isLessThan(400 * MILLIS);
        assertThat(refused).isCloseTo(500L * (times - 1), org.assertj.core.data.Offset.offset(100L));
        assertThat(done).isEqualTo(500);
    }

    @Test
    void loadThatGoesLeavesNothingBehind() {
        seconds(10, 3);

        seconds(30, 1);

        assertThat(refused).isZero();
        assertThat(congestion.bound(now)).isEqualTo(MOST);
    }

    @Test
    void burstIsTakenWhole() {
        // When
        for (int i = 0; i < 500; i++) {
            assertThat(queue.size()).isLessThan(congestion.bound(now));
            congestion.began(now);
            queue.add(now);
        }

        // Then some of it ends soon, though the last takes a second
        second(0);
        assertThat(queue).isEmpty();
    }

    @Test
    void fewThatTakeLongAreNotRefused() {
        for (int i = 0; i < Congestion.FEW; i++) {
            congestion.began(now);
        }
        for (int i = 0; i < 100; i++) {
            now += 1_000 * MILLIS;
            congestion.ended(now - 30_000 * MILLIS, now);
            assertThat(congestion.bound(now)).isGreaterThanOrEqualTo(Congestion.FEW);
            congestion.began(now);
        }
    }

    @Test
    void exchangeThatAnswersNothingTakesFewerAndFewer() {
        for (int i = 0; i < 500; i++) {
            congestion.began(now);
        }

        now += 300 * MILLIS;
        int first = congestion.bound(now);
        now += 5_000 * MILLIS;
        int later = congestion.bound(now);

        assertThat(first).isLessThan(500);
        assertThat(later).isLessThan(first);
    }
}
