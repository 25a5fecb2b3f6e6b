package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

class LandmarkTest {

    private final Landmark landmark = new Landmark(4, 44);

    @Test
    void knowsWhenTheEntryWasAddedThatTheShardIsAt() {
        landmark.passed(entry(5));
        landmark.passed(entry(6));

        assertThat(landmark.at(6)).isEqualTo(6_000_001);
        assertThat(landmark.at(5)).isEqualTo(Landmark.UNKNOWN);
        assertThat(landmark.at(4)).isEqualTo(44);
    }

    @Test
    void whatWasTakenBackLeavesTheCommittedPlace() {
        landmark.passed(entry(5));
        landmark.committed(5);
        landmark.passed(entry(9));

        assertThat(landmark.at(5)).isEqualTo(5_000_001);
    }

    @Test
    void isKeptWithThePositionAndReadBack() {
        ShardState state = new ShardState(Progress.NONE.at(5), new TreeMap<>(), 5_000_001, new TreeMap<>());

        assertThat(ShardState.of(state.texts())).contains(state);
    }

    @Test
    void restoredLogIsGoneOnWithWithoutGivingNumbersTwice() {
        ShardState state =
                new ShardState(Progress.NONE.at(9).with(3, 7).with(4, 2), new TreeMap<>(), 99, new TreeMap<>());

        ShardState back = state.from(state.progress().notBeyond(5));

        assertThat(back.progress()).isEqualTo(Progress.NONE.at(5).with(3, 5).with(4, 2));
        assertThat(back.added()).isEqualTo(Landmark.UNKNOWN);
        assertThat(back.owed()).containsEntry("shard", "position=5;recall=0").containsEntry("3", "position=5");
    }

    private static LogEntry entry(long position) {
        return new LogEntry(
                position,
                Instant.EPOCH.plusSeconds(position).plusNanos(1_000),
                new StixId("indicator", new UUID(1, position)),
                Instant.EPOCH,
                1,
                Set.of(),
                Links.NONE,
                new byte[0]);
    }
}
