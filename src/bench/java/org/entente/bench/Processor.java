package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Processor time by who used it, from {@code /proc}: the driver, the exchange, PostgreSQL, Kafka. Children that ended count as long as
 * their parent is there.
 */
final class Processor {

    /** What Linux counts in, on every machine of today. */
    private static final double TICKS_A_SECOND = 100;

    private final Map<String, Supplier<List<Long>>> groups = new LinkedHashMap<>();

    Processor with(String who, Supplier<List<Long>> processes) {
        groups.put(who, processes);
        return this;
    }

    /** Of the exchange's own PostgreSQL: its first process and all of that one's children. */
    static Supplier<List<Long>> postgres(Path dataDir) {
        return () -> {
            try {
                Path pidFile = dataDir.resolve("postgres").resolve("data").resolve("postmaster.pid");
                long first = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
                List<Long> all = new java.util.ArrayList<>(List.of(first));
                ProcessHandle.of(first)
                        .ifPresent(found -> found.children().forEach(child -> all.add(child.pid())));
                return all;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
    }

    /** Seconds used so far, by who. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        groups.forEach((who, processes) ->
                seconds.put(who, processes.get().stream().mapToDouble(Processor::seconds).sum()));
        return seconds;
    }

    private static double seconds(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // utime, stime, and what children that ended had of both: PostgreSQL's workers come and go.
            return IntStream.rangeClosed(11, 14)
                            .mapToLong(field -> Long.parseLong(fields[field]))
                            .sum()
                    / TICKS_A_SECOND;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Resident memory of a process, in MiB. */
    static long residentMebibytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }
}
