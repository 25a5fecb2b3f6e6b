package org.entente.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an object, a record and a page cost as the log grows, and as partners become more: two exchanges, one after the other. What
 * costs as much at every size is a level line; the reference in the charts is what would grow as the log does.
 */
final class GrowthBenchmark {

    private static final long OBJECTS_MAX = Long.getLong("entente.bench.objects", 1_000_000);
    private static final int PARTNERS_MAX = Integer.getInteger("entente.bench.partners", 1_000);

    /** Partners while the log grows, and objects, at least, while partners become more. */
    private static final int PARTNERS = 10;

    private static final long OBJECTS = Math.min(100_000, OBJECTS_MAX);
    private static final long OBJECTS_A_STEP = OBJECTS / 10;

    private static final String UNIT = "µs of processor an object or record, µs of time a page";

    /** Where the charts go besides, such as {@code docs}. */
    private static final String CHARTS = System.getProperty("entente.bench.charts", "");

    private final Path folder;
    private final Results results;

    private GrowthBenchmark(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "growth");
        GrowthBenchmark benchmark = new GrowthBenchmark(folder, results);
        benchmark.objects();
        // What was measured is kept, whatever becomes of the rest.
        results.write();
        benchmark.partners();
        results.write();
    }

    private void objects() throws Exception {
        Growth growth = new Growth();
        GrowthStage.with(folder, "growth-objects", stage -> {
            stage.partners(PARTNERS);
            new GrowthMeasurement(stage).warmUp();
            for (long objects = 10_000; objects <= OBJECTS_MAX; objects *= 10) {
                stage.fill(objects);
                growth.at(objects, measure(stage, objects));
            }
            Upkeep.tell(stage.measured, results);
            Upkeep.writing(stage, results);
            results.remark(
                    "A record took %.0f bytes of the broker's disk, of one replica; the exchange had %,d MiB resident.",
                    stage.bytesARecord(),
                    Processor.residentMebibytes(stage.measured.exchange().pid()));
        });
        tell(
                "objects",
                new Chart.Text(
                        "What an item costs as the log grows, with " + PARTNERS + " partners",
                        "objects in the log",
                        UNIT),
                growth);
    }

    private void partners() throws Exception {
        Growth growth = new Growth();
        GrowthStage.with(folder, "growth-partners", stage -> {
            for (int partners = 1; partners <= PARTNERS_MAX; partners *= 10) {
                stage.partners(partners);
                stage.fill(Math.max(OBJECTS, stage.size() + OBJECTS_A_STEP));
                if (partners == 1) {
                    new GrowthMeasurement(stage).warmUp();
                }
                growth.at(partners, measure(stage, OBJECTS));
            }
        });
        tell(
                "partners",
                new Chart.Text(
                        String.format(Locale.ROOT, "What an item costs with more partners, over %,d objects", OBJECTS),
                        "partners with a policy",
                        UNIT),
                growth);
    }

    /** All of one size; the indexes that follow the log have to wait meanwhile, and are measured at the end. */
    private static Map<String, Cost> measure(GrowthStage stage, long objects) throws Exception {
        stage.awaitRelay();
        stage.followers.await();
        GrowthMeasurement measurement = new GrowthMeasurement(stage);
        Map<String, Cost> costs = new LinkedHashMap<>();
        long before = stage.size();
        try (Connection held = stage.hold()) {
            measurement.intake(costs, objects);
            measurement.relay(costs, objects);
            measurement.pages(costs);
            held.rollback();
        }
        measurement.indexes(costs, before);
        System.out.println(before + " objects at first, " + stage.partners() + " partners: " + costs);
        return costs;
    }

    private void tell(String name, Chart.Text text, Growth growth) throws Exception {
        Path chart = folder.resolve("growth-" + name + ".svg");
        Files.writeString(chart, new Chart(text, growth.lines()).svg());
        if (!CHARTS.isEmpty()) {
            Files.copy(chart, Path.of(CHARTS).resolve(chart.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        results.table(growth.markdown(text.x()), Map.of("of", text.title(), "costs", growth.costs()));
    }
}
