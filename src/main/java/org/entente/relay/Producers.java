package org.entente.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/** Makes the producers of shards, and can end all of them under whoever uses them. Thread safe. */
@ApplicationScoped
class Producers {

    private static final Logger LOG = Logger.getLogger(Producers.class);

    private final KafkaSettings settings;
    private final Set<Producer<byte[], byte[]>> open = ConcurrentHashMap.newKeySet();

    Producers(KafkaSettings settings) {
        this.settings = settings;
    }

    /** A further one for the shard; the caller closes it. */
    Producer<byte[], byte[]> of(int shard) {
        Producer<byte[], byte[]> made = new Listed(settings.producer(shard));
        open.add(made);
        return made;
    }

    /**
     * Whatever they are waiting for fails, and is done again by others. Waits for none: one that waits for a broker to take it on ends only
     * after that, which by a clock that was set back may be long, and must not keep the others.
     */
    void endAll() {
        for (Producer<byte[], byte[]> producer : open) {
            Thread ending = new Thread(() -> end(producer), "entente-producer-end");
            ending.setDaemon(true);
            ending.start();
        }
    }

    private static void end(Producer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (RuntimeException failed) {
            LOG.warn("A producer was not closed cleanly", failed);
        }
    }

    private final class Listed extends KafkaProducer<byte[], byte[]> {

        Listed(Map<String, Object> properties) {
            super(properties);
        }

        @Override
        public void close(Duration timeout) {
            open.remove(this);
            super.close(timeout);
        }
    }
}
