package org.entente.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A consumer of each partner's feed, on a thread of its own, which keeps count and a sum by which two sets of ids can be compared. */
final class Subscribers implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final List<AtomicLong> counts = new ArrayList<>();
    private final List<AtomicLong> sums = new ArrayList<>();
    private volatile boolean done;

    /** @param reached how Kafka is, for somebody who may read everything */
    Subscribers(Map<String, String> reached, int partners) {
        for (int partner = 1; partner <= partners; partner++) {
            AtomicLong count = new AtomicLong();
            AtomicLong sum = new AtomicLong();
            counts.add(count);
            sums.add(sum);
            String topic = "entente.feed.bench-" + partner + ".threats";
            Thread thread = new Thread(() -> receive(reached, topic, count, sum), "subscriber-" + partner);
            threads.add(thread);
            thread.start();
        }
    }

    private void receive(Map<String, String> reached, String topic, AtomicLong count, AtomicLong sum) {
        Map<String, Object> settings = new HashMap<>();
        reached.forEach((name, value) -> {
            if (name.startsWith("kafka.")) {
                settings.put(name.substring("kafka.".length()), value);
            }
        });
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("receive.buffer.bytes", 65_536);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (!done) {
                for (ConsumerRecord<String, byte[]> received : consumer.poll(Duration.ofMillis(200))) {
                    sum.addAndGet(hash(received.key()));
                    count.incrementAndGet();
                }
            }
        }
    }

    private static long hash(String id) {
        long hash = 1_125_899_906_842_597L;
        for (int i = 0; i < id.length(); i++) {
            hash = 31 * hash + id.charAt(i);
        }
        return hash;
    }

    /** Of the one that has least. */
    long fewest() {
        return counts.stream().mapToLong(AtomicLong::get).min().orElse(0);
    }

    /** Of the one that has most. */
    long most() {
        return counts.stream().mapToLong(AtomicLong::get).max().orElse(0);
    }

    /** Whether all have the same. */
    boolean agree() {
        return sums.stream().map(AtomicLong::get).distinct().count() == 1;
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
