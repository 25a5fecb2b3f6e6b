package org.entente.bench;

import java.nio.file.Path;
import java.time.Duration;
import org.entente.bench.Posting.Outcome;

/**
 * Before, during and after three times the highest rate: what is too much is to be refused at once and told when to come again, what is
 * accepted to take as long as ever, memory to stay where it is, and the rate to be back when the load has gone.
 */
final class OverloadBenchmark {

    private static final Duration OVERLOAD = Duration.ofSeconds(Integer.getInteger("entente.bench.seconds", 180));
    private static final Duration BESIDE = Duration.ofSeconds(Integer.getInteger("entente.bench.beside", 60));
    private static final double USUAL = 0.8;
    private static final int TIMES = 3;

    private OverloadBenchmark() {}

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "overload");
        try (LoadStage stage = new LoadStage(folder, "overload")) {
            double highest = stage.highestRate();
            results.remark("The highest rate is %,.0f posts a second over %d connections.", highest, LoadStage.CONNECTIONS);
            phase(stage, results, "before", BESIDE, USUAL * highest, LoadStage.CONNECTIONS);
            phase(stage, results, "overload", OVERLOAD, TIMES * highest, TIMES * LoadStage.CONNECTIONS);
            phase(stage, results, "after", BESIDE, USUAL * highest, LoadStage.CONNECTIONS);
            Duration rest = stage.awaitDelivered();
            results.remark(
                    "The last was delivered to everybody %.1f s after the last answer. %s",
                    rest.toMillis() / 1e3, SoakBenchmark.verdict(stage));
        }
        results.write();
    }

    private static void phase(
            LoadStage stage, Results results, String name, Duration duration, double rate, int connections)
            throws Exception {
        Outcome outcome;
        try (Watch watch = new Watch(stage, results, name)) {
            outcome = stage.post(duration, rate, connections);
        }
        results.remark(
                "%s: asked for %,.0f posts a second over %d connections, %,.0f came, %,.0f were accepted; answers %s, %d refusals"
                        + " without Retry-After.",
                name,
                rate,
                connections,
                outcome.offeredPerSecond(),
                outcome.acceptedPerSecond(),
                outcome.statuses(),
                outcome.silent());
        SoakBenchmark.latency(results, name + ": accepting", outcome.acceptedMillis());
        if (outcome.refusedMillis().length > 0) {
            SoakBenchmark.latency(results, name + ": refusing", outcome.refusedMillis());
        }
    }
}
