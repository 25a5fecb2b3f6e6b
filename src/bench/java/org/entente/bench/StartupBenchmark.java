package org.entente.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.standalone.ServicesApart;
import org.entente.testing.PackagedExchange;

/** From the start of the process until it is ready: against services that run already, without and with an archive of classes; and standalone. */
final class StartupBenchmark {

    private static final int TIMES = Integer.getInteger("entente.bench.turns", 5);

    private StartupBenchmark() {}

    static void run(Path results) throws Exception {
        Results written = new Results(results, "startup");
        Path folder = Files.createDirectories(results.resolve("startup-" + UUID.randomUUID()));
        external(written, folder);
        standalone(written, folder);
        written.write();
    }

    private static void external(Results results, Path folder) throws Exception {
        Path archive = folder.resolve("classes.jsa").toAbsolutePath();
        try (ServicesApart services = ServicesApart.start(folder.resolve("services").toAbsolutePath());
                ApartExchange exchange = new ApartExchange(services, folder)) {
            // Makes the tables, and the archive, and is not counted.
            start(exchange, List.of("-XX:ArchiveClassesAtExit=" + archive));
            told(results, "external services", times(exchange, List.of()));
            told(results, "external services, with an archive of classes", times(exchange, List.of("-XX:SharedArchiveFile=" + archive)));
        }
    }

    private static List<Double> times(ApartExchange exchange, List<String> options) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            seconds.add(start(exchange, options));
        }
        return seconds;
    }

    private static double start(ApartExchange exchange, List<String> options) throws Exception {
        List<String> jvm = new ArrayList<>(LoadStage.jvm());
        jvm.addAll(options);
        Duration took = exchange.start(false, jvm);
        exchange.stop();
        return took.toMillis() / 1e3;
    }

    private static void standalone(Results results, Path folder) throws Exception {
        Path data = folder.resolve("standalone");
        List<Double> again = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        try (PackagedExchange exchange = PackagedExchange.in(data)) {
            for (int i = 0; i < TIMES + 1; i++) {
                long started = System.nanoTime();
                exchange.start();
                (i == 0 ? first : again).add((System.nanoTime() - started) / 1e9);
                exchange.stop();
            }
        }
        told(results, "standalone, the first time on an empty folder", first);
        told(results, "standalone, again", again);
    }

    private static void told(Results results, String what, List<Double> seconds) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("start", what);
        row.put("median s", Comparison.median(seconds));
        row.put("least s", seconds.stream().mapToDouble(Double::doubleValue).min().orElse(0));
        row.put("most s", seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        row.put("times", seconds.size());
        results.sample(row);
    }
}
