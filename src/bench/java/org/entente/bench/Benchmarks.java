package org.entente.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks and writes their results as JSON into the folder given: {@code stix}, where validation and readTree run in the same
 * run, {@code release}, or, of a packaged exchange and printed, {@code taxii}, pages and simulations, {@code search}, searches, and {@code readers}, what slow
 * readers of pages cost.
 */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        String of = arguments[1];
        switch (of) {
            case "stix" -> Report.print(run(folder, of, StixBenchmark.class, HostileInputBenchmark.class));
            case "release" -> ReleaseReport.print(run(folder, of, ReleaseBenchmark.class));
            case "taxii" -> LargeLog.pages(folder);
            case "readers" -> SlowReaders.measure(folder);
            case "search" -> LargeLog.searches(folder);
            case "intake" -> IntakeBenchmark.envelopes(folder);
            case "relay" -> RelayBenchmark.fifty(folder);
            case "relay500" -> RelayBenchmark.fiveHundred(folder);
            case "page" -> PageBenchmark.run(folder);
            case "latency" -> LatencyBenchmark.run(folder);
            case "sequencer" -> SequencerBenchmark.run(folder);
            case "soak" -> SoakBenchmark.run(folder);
            case "overload" -> OverloadBenchmark.run(folder);
            case "startup" -> StartupBenchmark.run(folder);
            case "single" -> IntakeBenchmark.singles(folder);
            case "growth" -> GrowthBenchmark.run(folder);
            default -> throw new IllegalArgumentException("There is no benchmark of " + of);
        }
    }

    private static Collection<RunResult> run(Path folder, String of, Class<?>... benchmarks) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve(of + ".json").toString());
        for (Class<?> benchmark : benchmarks) {
            options = options.include(benchmark.getName());
        }
        return new Runner(options.build()).run();
    }
}
