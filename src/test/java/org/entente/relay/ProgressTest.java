package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void writtenProgressReadsAsWritten() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 500; round++) {
            // Given
            TreeMap<Integer, Long> laggards = new TreeMap<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                laggards.put(random.nextInt(30), random.nextLong(5));
            }
            Progress progress = new Progress(4 + random.nextLong(5), laggards);

            // When
            Progress read = Progress.of(progress.position(), progress.laggardsText());

            // Then
            assertThat(read).isEqualTo(progress);
        }
    }

    @Test
    void thousandPartnersStoppedAtOnePlaceFitIntoOffsetMetadata() {
        // Given every second of a thousand partners stopped by one bad record
        TreeMap<Integer, Long> laggards = new TreeMap<>();
        for (int ordinal = 0; ordinal < 1000; ordinal += 2) {
            laggards.put(ordinal, 123_456_789L);
        }

        // When
        String text = new Progress(123_456_790L, laggards).laggardsText();

        // Then
        assertThat(text).hasSizeLessThan(4096);
    }

    @Test
    void progressOfAnotherVersionIsRefusedRatherThanMisread() {
        assertThatThrownBy(() -> Progress.of(1, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Progress.of(1, "2;")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laggardIsNeverAhead() {
        assertThatThrownBy(() -> Progress.NONE.at(5).with(1, 6)).isInstanceOf(IllegalArgumentException.class);
    }
}
