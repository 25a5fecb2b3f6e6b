package org.entente.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.entente.bench.Posting.Outcome;

/**
 * Long at 80 % of the highest rate: whether memory stays flat, everything is delivered once, and latency is at the end what it was at the
 * beginning.
 */
final class SoakBenchmark {

    private static final Duration DURATION = Duration.ofMinutes(Integer.getInteger("entente.bench.minutes", 20));
    private static final double PART = 0.8;

    private SoakBenchmark() {}

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "soak");
        try (LoadStage stage = new LoadStage(folder, "soak")) {
            double highest = stage.highestRate();
            Outcome outcome;
            try (Watch watch = new Watch(stage, results, "soak")) {
                outcome = stage.post(DURATION, PART * highest, LoadStage.CONNECTIONS);
            }
            Duration rest = stage.awaitDelivered();
            results.remark(
                    "%d minutes, %d connections, %d subscribers: offered %,.0f posts a second of the %,.0f that are highest, accepted"
                            + " %,.0f; answers %s.",
                    DURATION.toMinutes(),
                    LoadStage.CONNECTIONS,
                    LoadStage.PARTNERS,
                    PART * highest,
                    highest,
                    outcome.acceptedPerSecond(),
                    outcome.statuses());
            latency(results, "Accepting", outcome.acceptedMillis());
            results.remark("The last was delivered to everybody %.1f s after the last answer. %s", rest.toMillis() / 1e3, verdict(stage));
            memory(results);
        }
        results.write();
    }

    static String verdict(LoadStage stage) throws Exception {
        String losses = stage.losses();
        return losses.isEmpty() ? "Everything that was accepted was delivered to each, once." : losses;
    }

    static void latency(Results results, String what, double[] millis) {
        results.remark(
                "%s took p50 %.0f ms, p99 %.0f ms, at most %.0f ms.",
                what,
                Outcome.percentile(millis, 0.5),
                Outcome.percentile(millis, 0.99),
                Outcome.percentile(millis, 1));
    }

    private static void memory(Results results) {
        List<Long> resident = results.samples().stream()
                .map(seen -> ((Number) seen.get(Watch.EXCHANGE)).longValue())
                .toList();
        if (resident.size() < 3) {
            return;
        }
        int third = resident.size() / 3;
        results.remark(
                "Resident in the exchange: at most %,d MiB; %,.0f MiB on average of the second third, %,.0f of the last.",
                resident.stream().mapToLong(Long::longValue).max().orElse(0),
                average(resident.subList(third, 2 * third)),
                average(resident.subList(resident.size() - third, resident.size())));
    }

    private static double average(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }
}
