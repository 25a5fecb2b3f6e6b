package org.entente.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * Sees how far a feed has come by asking its broker, which costs the exchange nothing: its own figures name every partner, and asking
 * for them would cost more the more there are. Not thread safe.
 */
final class Arrivals implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Arrivals(String address) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Records and ends of transactions that were committed. */
    long committed(String partner) {
        TopicPartition feed = new TopicPartition("entente.feed." + partner + ".threats", 0);
        return consumer.endOffsets(List.of(feed)).getOrDefault(feed, 0L);
    }

    void await(String partner, long atLeast) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> committed(partner) >= atLeast);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
