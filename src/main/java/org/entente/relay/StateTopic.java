package org.entente.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a shard's partition of the state topic whole, as of what was committed. Blocks, within time limits. */
record StateTopic(KafkaAdministration kafka, KafkaSettings settings, Answers answers) {

    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * The last text under each key.
     *
     * @throws RelayTrouble when it cannot be read to the end, or its last transaction is not over
     */
    Map<String, String> read(int shard) {
        TopicPartition partition = new TopicPartition(TopicNames.STATE_TOPIC, shard);
        long end = end(partition, IsolationLevel.READ_COMMITTED);
        if (end < end(partition, IsolationLevel.READ_UNCOMMITTED)) {
            throw new RelayTrouble("The relay's last transaction is not over yet");
        }
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.reader(settings.stateConsumer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return read(consumer, partition, end);
        } catch (KafkaException failed) {
            throw new RelayTrouble("The relay's state cannot be read", failed);
        }
    }

    private Map<String, String> read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        Map<String, String> texts = new HashMap<>();
        long deadline = System.nanoTime() + answers.patience().toNanos();
        while (consumer.position(partition, answers.patience()) < end) {
            for (ConsumerRecord<byte[], byte[]> kept : consumer.poll(POLL)) {
                texts.put(text(kept.key()), text(kept.value()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new RelayTrouble("The relay's state took longer to read than entente.relay.call-timeout");
            }
        }
        return texts;
    }

    private long end(TopicPartition partition, IsolationLevel isolation) {
        return answers.of(kafka.call(admin -> admin.listOffsets(
                                Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                        .partitionResult(partition)))
                .offset();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
