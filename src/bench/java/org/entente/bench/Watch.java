package org.entente.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at a loaded exchange every so often: memory, and what has been logged and not delivered. Close it to end that. */
final class Watch implements AutoCloseable {

    static final String EXCHANGE = "exchange MiB";

    private static final long INTERVAL_MILLIS = Long.getLong("entente.bench.sample", 10_000);

    private final LoadStage stage;
    private final Results results;
    private final String phase;
    private final long started = System.nanoTime();
    private final Thread thread = new Thread(this::look, "watch");
    private Map<String, Double> used;
    private long usedNanos = started;

    Watch(LoadStage stage, Results results, String phase) throws Exception {
        this.stage = stage;
        this.results = results;
        this.phase = phase;
        this.used = stage.exchange.processor().seconds();
        thread.start();
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
                sample();
            }
        } catch (InterruptedException over) {
            // Somebody closed it.
        } catch (Exception broken) {
            results.remark("Nothing was looked at any more: %s", broken);
        }
    }

    private void sample() throws Exception {
        Map<String, Object> seen = new LinkedHashMap<>();
        long now = System.nanoTime();
        seen.put("phase", phase);
        seen.put("second", (now - started) / 1_000_000_000);
        seen.put(EXCHANGE, Processor.residentMebibytes(stage.exchange.pid()));
        seen.put("logged", stage.logged());
        seen.put("not delivered", Math.max(0, stage.behind()));
        Map<String, Double> after = stage.exchange.processor().seconds();
        for (String who : List.of("driver", "exchange", "PostgreSQL", "Kafka")) {
            double share = (after.getOrDefault(who, 0.0) - used.getOrDefault(who, 0.0)) * 1e9 / (now - usedNanos);
            seen.put(who + " processors", String.format(Locale.ROOT, "%.2f", share));
        }
        used = after;
        usedNanos = now;
        results.sample(seen);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
