package org.entente.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records by which a transaction keeps what it changed of a {@link ShardState}. */
final class StateRecords {

    private StateRecords() {}

    /**
     * @param before what is committed
     * @param after what the transaction makes of it
     * @param added when the entry at its position was added, as {@link Landmark} has it
     * @param sequences with the numbers it gave out
     */
    static List<ProducerRecord<byte[], byte[]>> of(
            int shard, Progress before, Progress after, long added, Sequences sequences) {
        Set<Integer> changed = new TreeSet<>(sequences.changed());
        addDifferences(changed, before.laggards(), after.laggards());
        addDifferences(changed, before.recallLaggards(), after.recallLaggards());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(stateRecord(shard, ShardState.SHARD, ShardState.shardText(after, added)));
        changed.forEach(ordinal -> records.add(stateRecord(
                shard, String.valueOf(ordinal), ShardState.partnerText(after, ordinal, sequences.of(ordinal)))));
        return records;
    }

    /** All of these, whatever is kept. */
    static List<ProducerRecord<byte[], byte[]>> of(int shard, Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> stateRecord(shard, text.getKey(), text.getValue()))
                .toList();
    }

    private static void addDifferences(
            Set<Integer> changed, SortedMap<Integer, Long> before, SortedMap<Integer, Long> after) {
        if (before.equals(after)) {
            return;
        }
        after.forEach((ordinal, behind) -> {
            if (!behind.equals(before.get(ordinal))) {
                changed.add(ordinal);
            }
        });
        before.keySet().stream().filter(ordinal -> !after.containsKey(ordinal)).forEach(changed::add);
    }

    private static ProducerRecord<byte[], byte[]> stateRecord(int shard, String key, String value) {
        return new ProducerRecord<>(
                TopicNames.STATE_TOPIC,
                shard,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }
}
