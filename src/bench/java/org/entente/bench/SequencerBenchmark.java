package org.entente.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * How fast the sequencer works off a queue, beside how fast envelopes of 1,000 fill it: the queue is filled while a lock keeps
 * the sequencer from placing anything, and worked off while nobody posts. The relay is off, and the indexes that follow the log are held
 * back. And beside that, how fast PostgreSQL alone copies the entries just placed, a thousand a transaction, into an empty table with the
 * log's indexes, over one connection and over as many as there are processors: no sequencer that writes them can be faster.
 */
final class SequencerBenchmark {

    private static final int CONNECTIONS = 8;
    private static final long FILL_NANOS = 10_000_000_000L;

    /** The lock under which entries are placed. */
    private static final String LOCK = "SELECT pg_advisory_lock(%d)";

    private static final String COPY = "INSERT INTO bench_entry SELECT * FROM log_entry WHERE position > ? AND position <= ?";
    private static final int BATCH = 1_000;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Measured measured;

    private SequencerBenchmark(Measured measured) {
        this.measured = measured;
    }

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "sequencer");
        try (Measured measured = Measured.start(folder, "sequencer", Map.of("ENTENTE_RELAY_ENABLED", "false"))) {
            SequencerBenchmark benchmark = new SequencerBenchmark(measured);
            measured.execute("CREATE TABLE bench_entry (LIKE log_entry INCLUDING ALL)");
            benchmark.round();
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Round round = benchmark.round();
                rounds.add(round);
                results.remark(
                        "Filled at %,.0f objects a second, sequenced at %,.0f: %.1f times. Entries alone, over one connection %,.0f a second, over %d %,.0f.",
                        round.filled, round.sequenced, round.sequenced / round.filled, round.single, PROCESSORS, round.several);
            }
            results.remark(
                    "Median: the sequencer is %.1f times as fast as intake alone (at least 3), PostgreSQL's entries alone over %d"
                            + " connections %.1f times; the sequencer reaches %.2f of entries over one.",
                    median(rounds, round -> round.sequenced / round.filled),
                    PROCESSORS,
                    median(rounds, round -> round.several / round.filled),
                    median(rounds, round -> round.sequenced / round.single));
        }
        results.write();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Comparison.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    /** Objects a second: taken, placed, and their entries copied over one connection and over several. */
    private record Round(double filled, double sequenced, double single, double several) {}

    private Round round() throws Exception {
        long before = measured.number("SELECT coalesce(max(position), 0) FROM log_entry");
        Followers followers = new Followers(measured);
        try (Connection held = followers.hold();
                Connection database = measured.connect();
                Statement statement = database.createStatement()) {
            statement.execute(LOCK.formatted(org.entente.log.SequencerLock.number()));
            double filled = fill();
            long waiting = measured.number("SELECT count(*) FROM log_pending");
            statement.execute("SELECT pg_advisory_unlock_all()");
            long started = System.nanoTime();
            while (measured.number("SELECT count(*) FROM (SELECT 1 FROM log_pending LIMIT 1) p") > 0) {
                Thread.sleep(20);
            }
            double sequenced = waiting * 1e9 / (System.nanoTime() - started);
            double single = copied(before, 1);
            double several = copied(before, PROCESSORS);
            held.rollback();
            followers.await();
            return new Round(filled, sequenced, single, several);
        }
    }

    /** The entries behind that position, copied so many a second over so many connections at once. */
    private double copied(long after, int connections) throws Exception {
        measured.execute("TRUNCATE bench_entry");
        long last = measured.number("SELECT max(position) FROM log_entry");
        AtomicLong next = new AtomicLong(after);
        List<Callable<Boolean>> copies = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            copies.add(() -> {
                try (Connection database = measured.connect();
                        PreparedStatement copy = database.prepareStatement(COPY)) {
                    for (long from = next.getAndAdd(BATCH); from < last; from = next.getAndAdd(BATCH)) {
                        copy.setLong(1, from);
                        copy.setLong(2, Math.min(from + BATCH, last));
                        copy.executeUpdate();
                    }
                }
                return true;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long started = System.nanoTime();
            for (Future<Boolean> each : threads.invokeAll(copies)) {
                each.get();
            }
            return (last - after) * 1e9 / (System.nanoTime() - started);
        } finally {
            threads.shutdownNow();
        }
    }

    private double fill() throws InterruptedException, SQLException, IOException {
        long before = measured.number("SELECT count(*) FROM log_pending");
        long started = System.nanoTime();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            clients.add(new Thread(() -> client(number, started + FILL_NANOS)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return (measured.number("SELECT count(*) FROM log_pending") - before) / seconds;
    }

    private void client(int number, long end) {
        try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
            Indicators indicators = new Indicators();
            Indicators.Body body = Indicators.bundle(number, 1_000);
            while (System.nanoTime() < end) {
                indicators.renew(body);
                int status = http.post(
                        "/api/v1/submissions?communities=demo-csirts", "application/json", "application/json", body.bytes);
                if (status != 202) {
                    throw new IllegalStateException("Status " + status);
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
