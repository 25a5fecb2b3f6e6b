package org.entente.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.entente.standalone.ServicesApart;

/**
 * An exchange with so many partners, each with a subscriber, and callers who post: everything that takes part in production, each in
 * a process of its own but for subscribers and callers, which share one.
 */
final class LoadStage implements AutoCloseable {

    static final int CONNECTIONS = Integer.getInteger("entente.bench.connections", 200);
    static final int PARTNERS = Integer.getInteger("entente.bench.partners", 50);

    /** Heap; the process has about as much again at most. */
    private static final String HEAP = System.getProperty("entente.bench.heap", "512m");

    private static final String NOBODYS = "{\"type\":\"bundle\",\"id\":\"bundle--0f0e6f3c-5f6a-4c39-8a66-6d3f3a3d4e01\",\"objects\":["
            + "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--0f0e6f3c-5f6a-4c39-8a66-6d3f3a3d4e02\","
            + "\"created\":\"2026-01-05T10:00:00.000Z\",\"modified\":\"2026-01-05T10:00:00.000Z\","
            + "\"indicator_types\":[\"malicious-activity\"],\"pattern_type\":\"stix\","
            + "\"pattern\":\"[domain-name:value = 'a-made-up-name.example.net']\",\"valid_from\":\"2026-01-05T10:00:00Z\","
            + "\"object_marking_refs\":[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]}]}";

    private static final Duration HIGHEST = Duration.ofMillis(Integer.getInteger("entente.bench.highest", 30_000));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final ApartExchange exchange;
    final Subscribers subscribers;
    final Posting posting;
    private final Path folder;
    private final ServicesApart services;
    private final long filled;
    private long accepted;

    LoadStage(Path results, String name) throws Exception {
        folder = Files.createDirectories(results.resolve(name + "-" + UUID.randomUUID()));
        services = ServicesApart.start(folder.resolve("services").toAbsolutePath());
        exchange = new ApartExchange(services, folder);
        exchange.start(true, jvm());
        filled = fill(Long.getLong("entente.bench.logged", 1_000_000));
        exchange.execute(BenchPartners.statements(PARTNERS, 1, "xa-cert,xb-cert,xc-cert"));
        subscribers = new Subscribers(services.configuration(), PARTNERS);
        posting = new Posting(exchange.access());
    }

    /** Objects that are for nobody, so that the log is long and subscribers are not given all of it before anything begins. */
    private long fill(long objects) throws Exception {
        if (objects == 0) {
            return 0;
        }
        new LogFill(exchange, () -> {
                    try (PlainHttp http = new PlainHttp(exchange.access(), "xa-cert")) {
                        byte[] body = NOBODYS.getBytes(StandardCharsets.UTF_8);
                        if (http.post("/api/v1/submissions", "application/json", "application/json", body) != 202) {
                            throw new IllegalStateException("The first object was refused");
                        }
                        accepted++;
                    }
                })
                .to(objects);
        return exchange.number("SELECT count(*) FROM log_entry");
    }

    static List<String> jvm() {
        return List.of("-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    }

    Posting.Outcome post(Duration duration, double rate, int connections) throws Exception {
        Posting.Outcome outcome = posting.post(duration, rate, connections);
        accepted += outcome.statuses().getOrDefault(202, 0L);
        return outcome;
    }

    /** Posts a second that are accepted and delivered to everybody, from the first post to the last delivery. */
    double highestRate() throws Exception {
        post(Comparison.WARM_UP, 0, CONNECTIONS);
        awaitDelivered();
        long started = System.nanoTime();
        Posting.Outcome outcome = post(HIGHEST, 0, CONNECTIONS);
        awaitDelivered();
        return outcome.acceptedMillis().length * 1e9 / (System.nanoTime() - started);
    }

    /** Until every subscriber has everything that is in the log, and nothing waits to get there. */
    Duration awaitDelivered() {
        long started = System.nanoTime();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> exchange.number("SELECT count(*) FROM (SELECT FROM log_pending LIMIT 1) p") == 0 && behind() <= 0);
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Objects that the log holds and the last of the subscribers has not. */
    long behind() throws Exception {
        return logged() - subscribers.fewest();
    }

    long logged() throws Exception {
        return exchange.number("SELECT coalesce(max(position), 0) FROM log_entry") - filled;
    }

    /** What is wrong where not everything that was answered with 202 is kept, and delivered to everybody once; else nothing. */
    String losses() throws Exception {
        long kept = exchange.number("SELECT count(*) FROM submission");
        long logged = logged();
        boolean right = kept == accepted && subscribers.fewest() == logged && subscribers.most() == logged && subscribers.agree();
        return right
                ? ""
                : "WRONG: %d accepted, %d kept, %d objects logged, %d to %d delivered"
                        .formatted(accepted, kept, logged, subscribers.fewest(), subscribers.most());
    }

    @Override
    public void close() throws Exception {
        subscribers.close();
        exchange.close();
        services.close();
        try (Stream<Path> paths = Files.walk(folder.resolve("services"))) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException busy) {
            System.out.println("Left behind: " + folder);
        }
    }
}
