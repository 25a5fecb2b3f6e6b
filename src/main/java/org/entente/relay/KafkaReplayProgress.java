package org.entente.relay;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where replays have come to, as offsets of the relay's consumer group for partners' replay topics: log positions, committed
 * with the records. Blocks within time limits.
 *
 * @param kafka asked for offsets
 * @param answers how long to wait
 */
record KafkaReplayProgress(KafkaAdministration kafka, Answers answers) {

    static TopicPartition key(Replay replay) {
        return new TopicPartition(replay.topic(), 0);
    }

    /** Where the replay's last transaction ended; its beginning where there was none. */
    ReplayPlace reached(Replay replay) {
        TopicPartition key = key(replay);
        // Stable offsets only: the last transaction of whoever was fenced may still be about to be completed.
        Map<TopicPartition, OffsetAndMetadata> offsets = answers.of(kafka.call(admin -> admin.listConsumerGroupOffsets(
                        Map.of(
                                TopicNames.PROGRESS_GROUP,
                                new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(key))),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(TopicNames.PROGRESS_GROUP)));
        if (!offsets.containsKey(key)) {
            throw new RelayTrouble("The last transaction of a replay is not over yet");
        }
        OffsetAndMetadata offset = offsets.get(key);
        ReplayPlace beginning = new ReplayPlace(replay.span().after(), 0, 0);
        return offset == null
                ? beginning
                : ReplayPlace.of(replay.id(), offset.offset(), offset.metadata())
                        .orElse(beginning);
    }
}
