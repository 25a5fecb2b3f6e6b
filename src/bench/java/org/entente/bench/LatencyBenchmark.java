package org.entente.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.entente.relay.MeasuredBroker;

/**
 * From the answer to a post until its object is at a subscriber, at half the rate that as many connections reach without a
 * pause. Everything runs: intake, sequencer, relay, a broker in a process of its own, and a subscriber in the driver.
 */
final class LatencyBenchmark {

    private static final int CONNECTIONS = 32;
    private static final Duration MEASURED = Duration.ofSeconds(20);

    private final Measured measured;
    private final MeasuredBroker broker;
    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Double> latencies = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    private LatencyBenchmark(Measured measured, MeasuredBroker broker) {
        this.measured = measured;
        this.broker = broker;
    }

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "latency");
        try (MeasuredBroker broker = new MeasuredBroker(folder.resolve("broker-" + UUID.randomUUID()));
                Measured measured = Measured.start(
                        folder,
                        "latency",
                        Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.address(), "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"))) {
            new LatencyBenchmark(measured, broker).measure(results);
        }
        results.write();
    }

    private void measure(Results results) throws Exception {
        Thread subscriber = new Thread(this::receive);
        subscriber.start();
        post(Comparison.WARM_UP, 0);
        double highest = post(Duration.ofSeconds(10), 0);
        Thread.sleep(5_000);
        latencies.clear();
        answered.clear();
        double rate = post(MEASURED, highest / 2);
        Thread.sleep(5_000);
        done = true;
        subscriber.join();
        List<Double> sorted = latencies.stream().sorted().toList();
        results.remark(
                "Accept to topic at %,.0f posts a second, half of the %,.0f that %d connections reach: p50 %.0f ms, p99 %.0f ms,"
                        + " worst %.0f ms; %,d of %,d arrived.",
                rate,
                highest,
                CONNECTIONS,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1),
                sorted.size(),
                sorted.size() + answered.size());
    }

    /** Posts for so long, at a rate or, with 0, as fast as it goes; returns the posts a second. */
    private double post(Duration duration, double rate) throws Exception {
        long started = System.nanoTime();
        long end = started + duration.toNanos();
        AtomicInteger posted = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            clients.add(new Thread(() -> client(number, started, end, rate / CONNECTIONS, posted)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        return posted.get() * 1e9 / (System.nanoTime() - started);
    }

    private void client(int number, long started, long end, double rate, AtomicInteger posted) {
        try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
            Indicators indicators = new Indicators();
            Indicators.Body body = Indicators.bundle(number, 1);
            for (int i = 0; System.nanoTime() < end; i++) {
                if (rate > 0) {
                    double due = started + (i + (double) number / CONNECTIONS) * 1e9 / rate;
                    Thread.sleep(Math.max(0, (long) ((due - System.nanoTime()) / 1e6)));
                }
                indicators.renew(body);
                String text = new String(body.bytes, StandardCharsets.ISO_8859_1);
                int status = http.post(
                        "/api/v1/submissions?communities=demo-csirts", "application/json", "application/json", body.bytes);
                if (status != 202) {
                    throw new IllegalStateException("Status " + status);
                }
                answered.put(text.substring(text.indexOf("indicator--"), text.indexOf("indicator--") + 47), System.nanoTime());
                posted.incrementAndGet();
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void receive() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.address(),
                "group.id", "bench",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("entente.feed.xb-cert.threats"));
            while (!done) {
                consumer.poll(Duration.ofMillis(50)).forEach(received -> {
                    Long sent = answered.remove(received.key());
                    if (sent != null) {
                        latencies.add((System.nanoTime() - sent) / 1e6);
                    }
                });
            }
        }
    }
}
