package org.entente.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.entente.relay.MeasuredBroker;

/**
 * The relay catching up on a log that was filled before, against a bare producer that sends records of the same size with the
 * same settings to the same topics, in transactions of as many records, and without any. While the bare producer has its turn
 * the exchange's process is halted, and goes on afterwards where it was.
 */
final class RelayBenchmark {

    private static final int OBJECTS = Integer.getInteger("entente.bench.objects", 600_000);
    private static final int COMMUNITIES = 10;

    private final Measured measured;
    private final MeasuredBroker broker;
    private final int partners;
    private final int communities;

    private RelayBenchmark(Measured measured, MeasuredBroker broker, int partners, int communities) {
        this.measured = measured;
        this.broker = broker;
        this.partners = partners;
        this.communities = communities;
    }

    /** Every object to each of 50 partners. */
    static void fifty(Path folder) throws Exception {
        run(folder, "relay", 50, 1);
    }

    /** Every object to 50 of 500 partners. */
    static void fiveHundred(Path folder) throws Exception {
        run(folder, "relay500", 500, COMMUNITIES);
    }

    private static void run(Path folder, String name, int partners, int communities) throws Exception {
        Results results = new Results(folder, name);
        try (MeasuredBroker broker = new MeasuredBroker(folder.resolve("broker-" + java.util.UUID.randomUUID()));
                Measured measured = Measured.start(
                        folder,
                        name,
                        Map.of(
                                "ENTENTE_RELAY_ENABLED", "false",
                                "KAFKA_BOOTSTRAP_SERVERS", broker.address(),
                                "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"))) {
            RelayBenchmark benchmark = new RelayBenchmark(measured, broker, partners, communities);
            benchmark.fill();
            measured.exchange().stop();
            measured.exchange().with("ENTENTE_RELAY_ENABLED", "true").start();
            benchmark.measure(results, partners + " partners, " + 100 / communities + " % released");
        }
        results.write();
    }

    private void fill() throws Exception {
        measured.execute(BenchPartners.statements(partners, communities, "xa-cert"));
        try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
            Indicators indicators = new Indicators();
            Indicators.Body body = Indicators.bundle(0, 1_000);
            for (int i = 0; i < OBJECTS / 1_000; i++) {
                indicators.renew(body);
                int status = http.post(
                        "/api/v1/submissions?communities=bench-" + i % communities,
                        "application/json",
                        "application/json",
                        body.bytes);
                if (status != 202) {
                    throw new IllegalStateException("Status " + status);
                }
            }
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> measured.number("SELECT count(*) FROM log_pending") == 0);
    }

    private void measure(Results results, String what) throws Exception {
        Processor processor = measured.processor().with("Kafka", () -> List.of(broker.pid()));
        Catching exchange = new Catching();
        Comparison comparison = new Comparison(1, processor);
        exchange.warmUp();
        try (Bare transactions = new Bare(Math.max(1_000, exchange.recordsATransaction()), true);
                Bare plain = new Bare(100_000, false)) {
            results.remark("The exchange's transactions had %,.0f records each.", exchange.recordsATransaction() * 1.0);
            results.add(comparison.warm("relay, " + what + ", against transactions", transactions, exchange));
            results.add(comparison.warm("relay, " + what + ", against no transactions", plain, exchange));
        }
        results.remark(
                "The exchange, with %,d objects in the log, had %,d MiB resident, its idle embedded Kafka included.",
                OBJECTS,
                Processor.residentMebibytes(measured.exchange().pid()));
        if (exchange.ended()) {
            results.remark("The log was at its end before the last turn was over: more -Dentente.bench.objects are needed.");
        }
        exchange.goOn();
    }

    /** The exchange's turn: it goes on for as long, and tells by its own counters what it committed. */
    private final class Catching implements Side {
        private final Counters counters = new Counters(measured);
        private boolean ended;
        private boolean halted;
        private double transactions;
        private double records;

        void warmUp() throws Exception {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> counted("entente_relay_records_total") > 0);
            Thread.sleep(Comparison.WARM_UP.toMillis() / 2);
            halt();
        }

        long recordsATransaction() {
            return transactions == 0 ? 10_000 : (long) (records / transactions);
        }

        boolean ended() {
            return ended;
        }

        @Override
        public int work(int connection) throws Exception {
            goOn();
            double before = counted("entente_relay_records_total");
            Thread.sleep(Comparison.TURN.toMillis());
            double after = counted("entente_relay_records_total");
            halt();
            ended |= after == before;
            return (int) (after - before);
        }

        private void halt() throws Exception {
            records = counted("entente_relay_records_total");
            transactions = counted("entente_relay_transactions_total{outcome=\"committed\"");
            signal("-STOP");
            halted = true;
        }

        void goOn() throws Exception {
            if (halted) {
                signal("-CONT");
                halted = false;
            }
        }

        private void signal(String which) throws Exception {
            new ProcessBuilder("kill", which, String.valueOf(measured.exchange().pid())).start().waitFor();
        }

        private double counted(String counter) throws Exception {
            return counters.sum(counter);
        }
    }

    /** The limit: records made beforehand, with keys and headers as large as a feed's. */
    private final class Bare implements Side, AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final int size;
        private final boolean transactional;
        private int next;

        Bare(long size, boolean transactional) throws IOException {
            this.size = (int) size;
            this.transactional = transactional;
            Map<String, Object> settings = new HashMap<>(Map.of(
                    "bootstrap.servers", broker.address(),
                    "compression.type", "lz4",
                    "linger.ms", 20,
                    "batch.size", 64 * 1024,
                    "buffer.memory", 64L * 1024 * 1024,
                    "retry.backoff.ms", 10,
                    "acks", "all",
                    "key.serializer", ByteArraySerializer.class,
                    "value.serializer", ByteArraySerializer.class));
            if (transactional) {
                settings.put("transactional.id", "bench");
                settings.put("max.in.flight.requests.per.connection", 1);
            }
            producer = new KafkaProducer<>(settings);
            if (transactional) {
                producer.initTransactions();
            }
            prepare();
        }

        /** In the order in which the relay sends: an object to all who get it, then the next. */
        private void prepare() {
            Indicators indicators = new Indicators();
            for (int object = 0; object < 1_000; object++) {
                Indicators.Body body = Indicators.body("", object, 1, "");
                String id = "indicator--" + indicators.fresh();
                byte[] content = indicators.content(body, indicators.fresh());
                for (int partner = 1; partner <= partners; partner++) {
                    if (partner % communities == object % communities) {
                        records.add(like(partner, id, content));
                    }
                }
            }
        }

        private ProducerRecord<byte[], byte[]> like(int partner, String id, byte[] content) {
            ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                    "entente.feed.bench-" + partner + ".threats", id.getBytes(StandardCharsets.UTF_8), content);
            Map.of(
                            "ce_specversion", "1.0",
                            "ce_source", "urn:entente:exchange",
                            "ce_id", "5f0a3a1e6a2f4c1c8a6d0f4b9c1d2e3f",
                            "ce_type", "org.entente.object.released",
                            "ce_subject", id,
                            "ce_time", "2026-04-11T17:02:46.167713Z",
                            "ce_sequence", "123456",
                            "ce_tlp", "clear",
                            "content-type", "application/stix+json;version=2.1")
                    .forEach((name, value) -> made.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            return made;
        }

        @Override
        public int work(int connection) {
            if (transactional) {
                producer.beginTransaction();
            }
            for (int sent = 0; sent < size; sent++) {
                producer.send(records.get(next));
                next = next + 1 == records.size() ? 0 : next + 1;
            }
            producer.flush();
            if (transactional) {
                producer.commitTransaction();
            }
            return size;
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
