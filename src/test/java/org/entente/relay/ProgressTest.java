package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.entente.log.Feed;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void writtenStateReadsAsWritten() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 500; round++) {
            // Given
            TreeMap<Integer, Long> laggards = new TreeMap<>();
            TreeMap<Integer, Long> recallLaggards = new TreeMap<>();
            TreeMap<Integer, Map<Feed, Long>> sequences = new TreeMap<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                laggards.put(random.nextInt(30), random.nextLong(5));
                recallLaggards.put(random.nextInt(30), random.nextLong(5));
                sequences.put(random.nextInt(30), Map.of(Feed.THREATS, random.nextLong(), Feed.ADVISORIES, 1L));
            }
            ShardState state = new ShardState(
                    new Progress(4 + random.nextLong(5), laggards, 4 + random.nextLong(5), recallLaggards), sequences);

            // When, then
            assertThat(ShardState.of(state.texts())).contains(state);
        }
    }

    @Test
    void stateFromElsewhereReplacesWhatIsKept() {
        // Given what is kept of a partner that is no longer behind, and of one that is behind elsewhere
        Map<String, String> kept = new TreeMap<>(Map.of("shard", "position=9;recall=7", "3", "position=4", "5", ""));
        ShardState state =
                new ShardState(Progress.NONE.at(8).with(5, 2), new TreeMap<>(Map.of(6, Map.of(Feed.THREATS, 1L))));

        // When
        kept.putAll(state.insteadOf(kept).owed());

        // Then
        assertThat(ShardState.of(kept)).contains(state);
    }

    @Test
    void stateWithoutTheShardsOwnTextIsNone() {
        assertThat(ShardState.of(Map.of("3", "position=4"))).isEmpty();
    }

    @Test
    void stateOfAnotherFormIsRefusedRatherThanMisread() {
        assertThatThrownBy(() -> ShardState.of(Map.of("shard", "position")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShardState.of(Map.of("shard", "position=1", "1", "unheard=2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void progressOfAnEarlierExchangeIsRead() {
        assertThat(Progress.ofFirstFormat(130, "1;95:12;120:3,7-9"))
                .isEqualTo(Progress.NONE
                        .at(130)
                        .with(12, 95)
                        .with(3, 120)
                        .with(7, 120)
                        .with(8, 120)
                        .with(9, 120));
        assertThat(Progress.ofFirstFormat(130, "1;")).isEqualTo(Progress.NONE.at(130));
        assertThatThrownBy(() -> Progress.ofFirstFormat(1, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Progress.ofFirstFormat(1, "2;")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void laggardIsNeverAhead() {
        assertThatThrownBy(() -> Progress.NONE.at(5).with(1, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Progress.NONE.withRecall(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
