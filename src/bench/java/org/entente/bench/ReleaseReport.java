package org.entente.bench;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/** Says in words how fast is decided, and how fast it has to be. */
final class ReleaseReport {

    private static final Map<String, String> SENTENCES = Map.of(
            "decide", "Deciding one classed object for %,d partners takes %.1f ns (less than 50)%n",
            "compile", "Compiling 20,000 classes for %,d partners takes %.0f ms (less than 1,000)%n",
            "recompile", "Recompiling one changed policy of %,d takes %.1f ms (less than 20)%n",
            "simulate", "Simulating one policy of %,d over 10 million entries takes %.1f ms (less than 2,000)%n");

    private ReleaseReport() {}

    static void print(Collection<RunResult> results) {
        System.out.println();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String sentence = SENTENCES.get(benchmark.substring(benchmark.lastIndexOf('.') + 1));
            System.out.printf(
                    sentence,
                    ReleaseBenchmark.PARTNERS,
                    result.getPrimaryResult().getScore());
        }
    }
}
