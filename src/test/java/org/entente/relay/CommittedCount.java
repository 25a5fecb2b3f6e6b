package org.entente.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.entente.log.Feed;
import org.entente.relay.RelayStage.Subscriber;

/** How many records a {@code read_committed} reader of a partner's threats has before it at a moment. */
final class CommittedCount implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition threats;
    private long count;

    CommittedCount(RelayStage stage, Subscriber subscriber) {
        this.consumer = stage.consumer(subscriber.access(), subscriber.access().groupPrefix() + "count");
        this.threats = new TopicPartition(TopicNames.feed(subscriber.partner(), Feed.THREATS), 0);
        consumer.assign(List.of(threats));
        consumer.seekToBeginning(List.of(threats));
    }

    /** All that was committed when this was called. */
    long now() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(threats));
        long end = ends.getOrDefault(threats, 0L);
        while (consumer.position(threats) < end) {
            count += consumer.poll(Duration.ofMillis(200)).count();
        }
        return count;
    }

    void await(long least) {
        Awaitility.await().atMost(RelayStage.PATIENCE).until(() -> now() >= least);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
