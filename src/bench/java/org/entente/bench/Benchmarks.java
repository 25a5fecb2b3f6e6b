package org.entente.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks and writes {@code stix.json} into the folder given. Validation and readTree run in the same run. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException, RunnerException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(StixBenchmark.class.getName())
                        .include(HostileInputBenchmark.class.getName())
                        .forks(1)
                        .addProfiler(GCProfiler.class)
                        .resultFormat(ResultFormatType.JSON)
                        .result(folder.resolve("stix.json").toString())
                        .build())
                .run();
        Report.print(results);
    }
}
