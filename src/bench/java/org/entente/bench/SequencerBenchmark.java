package org.entente.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast the sequencer works off a queue, beside how fast envelopes of 1,000 fill it: the queue is filled while a lock keeps
 * the sequencer from placing anything, and worked off while nobody posts. The relay is off, and the indexes that follow the log are held
 * back.
 */
final class SequencerBenchmark {

    private static final int CONNECTIONS = 8;
    private static final long FILL_NANOS = 10_000_000_000L;

    /** The lock under which entries are placed. */
    private static final String LOCK = "SELECT pg_advisory_lock(%d)";

    private final Measured measured;

    private SequencerBenchmark(Measured measured) {
        this.measured = measured;
    }

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "sequencer");
        try (Measured measured = Measured.start(folder, "sequencer", Map.of("ENTENTE_RELAY_ENABLED", "false"))) {
            SequencerBenchmark benchmark = new SequencerBenchmark(measured);
            benchmark.round();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                double[] rates = benchmark.round();
                ratios.add(rates[1] / rates[0]);
                results.remark(
                        "Filled at %,.0f objects a second, sequenced at %,.0f: %.1f times.",
                        rates[0], rates[1], rates[1] / rates[0]);
            }
            results.remark("Median: the sequencer is %.1f times as fast as intake alone (at least 3).", Comparison.median(ratios));
        }
        results.write();
    }

    private double[] round() throws Exception {
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
            held.rollback();
            followers.await();
            return new double[] {filled, sequenced};
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
