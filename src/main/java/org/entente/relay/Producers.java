package org.entente.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the producers of shards, and can end all of them under whoever uses them. Thread safe. */
@ApplicationScoped
class Producers {

    private final KafkaSettings settings;

    /** By shard; those before are closed by who used them. */
    private final Map<Integer, Producer<byte[], byte[]>> last = new ConcurrentHashMap<>();

    Producers(KafkaSettings settings) {
        this.settings = settings;
    }

    /** A further one for the shard; the caller closes it. */
    Producer<byte[], byte[]> of(int shard) {
        Producer<byte[], byte[]> made = new KafkaProducer<>(settings.producer(shard));
        last.put(shard, made);
        return made;
    }

    /** Whatever they are waiting for fails at once, and is done again by others. Blocks for a moment. */
    void endAll() {
        last.values().forEach(producer -> producer.close(Duration.ZERO));
        last.clear();
    }
}
