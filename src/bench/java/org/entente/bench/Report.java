package org.entente.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Prints what the issue asks for: throughput against readTree on the same bytes, garbage per object, and the worst hostile input. */
final class Report {
    private Report() {}

    static void print(Collection<RunResult> results) {
        Map<String, RunResult> byName = new TreeMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark();
            String parameter = result.getParams().getParam("set") != null
                    ? result.getParams().getParam("set")
                    : result.getParams().getParam("input");
            byName.put(method.substring(method.lastIndexOf('.') + 1) + " " + parameter, result);
        }
        System.out.println("\nFull validation against readTree, same bytes, same run");
        System.out.printf("%-10s %14s %14s %7s %16s%n", "set", "validate MB/s", "readTree MB/s", "ratio", "garbage B/object");
        for (String set : StixBenchmark.SETS) {
            printSet(set, byName.get("validate " + set), byName.get("readTree " + set));
        }
        System.out.println("\nHostile inputs of 1 MiB, milliseconds each (no more than 50)");
        byName.forEach((name, result) -> {
            if (name.startsWith("read ")) {
                System.out.printf("%-28s %8.2f%n", name.substring(5), result.getPrimaryResult().getScore());
            }
        });
    }

    private static void printSet(String set, RunResult validate, RunResult readTree) {
        double bytes = Corpus.bytes(set);
        double validated = validate.getPrimaryResult().getScore() * bytes / 1e6;
        double read = readTree.getPrimaryResult().getScore() * bytes / 1e6;
        Result<?> allocated = validate.getSecondaryResults().get("gc.alloc.rate.norm");
        double garbage = allocated == null ? Double.NaN : allocated.getScore() / Corpus.objects(set);
        System.out.printf("%-10s %14.0f %14.0f %7.2f %16.0f%n", set, validated, read, validated / read, garbage);
    }
}
