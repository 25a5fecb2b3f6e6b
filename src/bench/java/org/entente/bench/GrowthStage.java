package org.entente.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.entente.relay.MeasuredBroker;

/**
 * An exchange whose log and whose number of partners can be made larger while it runs. Everything takes part: intake, sequencer,
 * relay, a broker in a process of its own. What fills the log is for {@code xb-cert}, one object in a hundred for {@code xc-cert} too, in
 * as many release classes as there are partners, a hundred at least.
 */
final class GrowthStage implements AutoCloseable {

    /** All partners but the demo's. */
    static final Group ALL = new Group("bench-0", "bench-1");

    /** The first ten of them. */
    static final Group TEN = new Group("bench-1", "bench-1");

    /** Nobody but who submitted it. */
    static final Group ALONE = new Group("bench-2", "xa-cert");

    private static final int TEMPLATES_MIN = 100;
    private static final int RARE = 100;
    private static final int POSTED = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String TEN_MEMBERS = """
            INSERT INTO membership (community_id, partner_id, joined_at)
            SELECT 'bench-1', 'bench-' || n, now() FROM generate_series(%d, least(10, %d)) n""";

    final Measured measured;
    final Processor withKafka;
    final Followers followers;
    final Arrivals arrivals;
    private final Path brokerFolder;
    private final Counters counters;
    private final LogFill log;
    private final List<long[]> fills = new ArrayList<>();
    private final int line;
    private int partners;

    /**
     * Whom objects are for.
     *
     * @param reader one of those who get them
     */
    record Group(String community, String reader) {}

    private GrowthStage(Measured measured, MeasuredBroker broker, Path brokerFolder) throws Exception {
        this.measured = measured;
        this.brokerFolder = brokerFolder;
        withKafka = measured.processor().with("Kafka", () -> List.of(broker.pid()));
        followers = new Followers(measured);
        arrivals = new Arrivals(broker.address());
        counters = new Counters(measured);
        log = new LogFill(measured);
        measured.execute(BenchPartners.communities(3, "xa-cert"));
        line = firstTaken();
    }

    /** What is done with one. */
    @FunctionalInterface
    interface Work {
        void on(GrowthStage stage) throws Exception;
    }

    /** Starts all of it on data of its own, and leaves nothing behind. */
    static void with(Path folder, String name, Work work) throws Exception {
        Path brokerFolder = folder.resolve("broker-" + UUID.randomUUID());
        try (MeasuredBroker broker = new MeasuredBroker(brokerFolder);
                Measured measured = Measured.start(
                        folder,
                        name,
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", broker.address(),
                                "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT",
                                // A look at everybody's topics and rules would fall into one measurement and not into
                                // another.
                                "ENTENTE_RELAY_RECONCILE_INTERVAL", "1h"));
                GrowthStage stage = new GrowthStage(measured, broker, brokerFolder)) {
            work.on(stage);
        }
        Measured.delete(brokerFolder);
    }

    int partners() {
        return partners;
    }

    /** Makes them so many; each has a policy, and topics as soon as anything is to go there. */
    void partners(int wanted) throws Exception {
        measured.execute(BenchPartners.further(partners + 1, wanted));
        measured.execute(
                TEN_MEMBERS.formatted(partners + 1, wanted), "UPDATE directory_revision SET revision = revision + 1");
        partners = wanted;
    }

    long size() throws Exception {
        return measured.number("SELECT coalesce(max(position), 0) FROM log_entry");
    }

    /** Fills the log up to a size, in classes of which each shuts another partner out. */
    void fill(long objects) throws Exception {
        Begun templates = posted(http -> {
            Indicators indicators = new Indicators();
            Indicators.Body body = Indicators.bundle(line, 1);
            for (int i = 0; i < Math.max(TEMPLATES_MIN, partners); i++) {
                indicators.renew(body);
                String readers = i % RARE == 0 ? "xb-cert,xc-cert" : "xb-cert";
                post(http, "partners=" + readers + "&exceptions=bench-" + (1 + i % partners), body);
            }
        });
        long further = objects - size();
        if (further > 0) {
            log.copy(templates.first(), templates.objects(), further);
            fills.add(new long[] {templates.first(), size()});
        }
        measured.execute("VACUUM ANALYZE");
    }

    /**
     * Objects in the log that were posted to be copied.
     *
     * @param first position
     * @param objects how many of them were taken
     */
    record Begun(long first, long objects) {}

    /** Puts some objects for a group into the log, which the relay delivers. */
    Begun begin(Group group) throws Exception {
        return posted(http -> {
            Indicators.Body body = Indicators.bundle(line, POSTED);
            new Indicators().renew(body);
            post(http, "communities=" + group.community(), body);
        });
    }

    /** Copies what {@link #begin} put there, in one transaction of the database, so that nothing is measured but the relay. */
    void burst(Begun begun, long objects) throws Exception {
        log.copy(begun.first(), begun.objects(), objects);
    }

    /** The first of the indicators that are taken: with some of the corpus something is wrong. */
    private int firstTaken() throws Exception {
        for (int candidate = 0; candidate < Indicators.lines().size(); candidate++) {
            Indicators.Body body = Indicators.bundle(candidate, 1);
            new Indicators().renew(body);
            long before = size();
            try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
                post(http, "communities=" + ALONE.community(), body);
            }
            awaitSequenced();
            if (size() > before) {
                return candidate;
            }
        }
        throw new IllegalStateException("None of the indicators is taken");
    }

    double delivered() throws Exception {
        return counters.sum("entente_relay_records_total");
    }

    /** Until so many records were committed in all. */
    void awaitDelivered(double records) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> delivered() >= records);
    }

    /** Until the relay has nothing left to do, as it notes every few seconds. */
    void awaitRelay() throws Exception {
        long last = size();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> measured.number("SELECT coalesce(min(position), 0) FROM relay_shard") >= last);
    }

    /** On the broker's disk, with what ends transactions. */
    double bytesARecord() throws Exception {
        try (Stream<Path> files = Files.walk(brokerFolder)) {
            long bytes = files.filter(file -> file.getFileName().toString().endsWith(".log")
                            && file.getParent().getFileName().toString().startsWith("entente.feed."))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            return bytes / delivered();
        }
    }

    /** A moment at which somewhere in the log objects for {@code xb-cert} begin. */
    String somewhere(int before) throws Exception {
        long[] fill = fills.get(ThreadLocalRandom.current().nextInt(fills.size()));
        long position = ThreadLocalRandom.current().nextLong(fill[0], Math.max(fill[0] + 1, fill[1] - before));
        long micros = measured.number("SELECT (extract(epoch FROM date_added) * 1000000)::bigint FROM log_entry"
                + " WHERE position = " + position);
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000)
                .atOffset(ZoneOffset.UTC)
                .toString();
    }

    Posts posts(int connections, int objects) throws IOException {
        return new Posts(measured, measured.access(), ALONE.community(), new Posts.Size(connections, objects));
    }

    Connection hold() throws Exception {
        return followers.hold();
    }

    private interface Posting {
        void over(PlainHttp http) throws Exception;
    }

    private Begun posted(Posting posting) throws Exception {
        long before = size();
        try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
            posting.over(http);
        }
        awaitSequenced();
        return new Begun(before + 1, size() - before);
    }

    private void awaitSequenced() {
        Awaitility.await().atMost(PATIENCE).until(() -> measured.number("SELECT count(*) FROM log_pending") == 0);
    }

    private static void post(PlainHttp http, String audience, Indicators.Body body) throws IOException {
        int status = http.post("/api/v1/submissions?" + audience, "application/json", "application/json", body.bytes);
        if (status != 202) {
            throw new IllegalStateException("Status " + status + " for " + audience);
        }
    }

    @Override
    public void close() {
        arrivals.close();
    }
}
