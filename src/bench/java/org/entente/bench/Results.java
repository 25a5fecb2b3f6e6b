package org.entente.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of one run, written as JSON and as a Markdown table. */
final class Results {

    private final Path folder;
    private final String name;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Map<String, Object>> samples = new ArrayList<>();
    private final List<Object> series = new ArrayList<>();
    private final StringBuilder tables = new StringBuilder();
    private final double loadBefore = load();

    Results(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    void add(Figure figure) {
        figures.add(figure);
        System.out.println(row(figure));
    }

    /** A sentence below the table. */
    void remark(String format, Object... values) {
        remarks.add(String.format(Locale.ROOT, format, values));
        System.out.println(remarks.get(remarks.size() - 1));
    }

    /** What was seen at one moment; every one has the same keys. */
    synchronized void sample(Map<String, Object> seen) {
        samples.add(seen);
        System.out.println(seen);
    }

    /**
     * What was measured at several sizes.
     *
     * @param table in Markdown
     * @param data the same for programs
     */
    void table(String table, Object data) {
        tables.append(table).append('\n');
        series.add(data);
        System.out.println(table);
    }

    List<Map<String, Object>> samples() {
        return List.copyOf(samples);
    }

    void write() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("of", name);
        all.put("at", Clock.systemUTC().instant().toString());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", System.getProperty("java.vm.version"));
        all.put("loadBefore", loadBefore);
        all.put("loadAfter", load());
        all.put("figures", figures);
        all.put("remarks", remarks);
        all.put("samples", samples);
        all.put("series", series);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(name + ".json").toFile(), all);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        System.out.println("\n" + markdown());
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(tables);
        if (!samples.isEmpty()) {
            text.append(samplesTable());
        }
        if (!figures.isEmpty()) {
            text.append(figuresTable());
        }
        text.append(String.format(
                Locale.ROOT,
                "%nMachine of %d processors, load %.1f before and %.1f after.%n",
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                load()));
        remarks.forEach(remark -> text.append(remark).append('\n'));
        return text.toString();
    }

    /** At most some twenty of them, evenly. */
    private StringBuilder samplesTable() {
        StringBuilder text = new StringBuilder();
        text.append("| ").append(String.join(" | ", samples.get(0).keySet())).append(" |\n");
        text.append("|---".repeat(samples.get(0).size())).append("|\n");
        int every = Math.max(1, samples.size() / 20);
        for (int i = 0; i < samples.size(); i += every) {
            text.append(samples.get(i).values().stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        return text;
    }

    private StringBuilder figuresTable() {
        StringBuilder text = new StringBuilder("| path | limit /s | exchange /s | ratio | processors at the limit | processors of the exchange | µs of processor an object |\n"
                + "|---|---|---|---|---|---|---|\n");
        figures.forEach(figure -> text.append(row(figure)).append('\n'));
        return text;
    }

    private static String row(Figure figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f | %s | %s | %s |",
                figure.what(),
                figure.limit(),
                figure.reached(),
                figure.ratio(),
                shares(figure.limitProcessors()),
                shares(figure.processors()),
                costs(figure));
    }

    private static String shares(Map<String, Double> processors) {
        return processors.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %.2f", one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Microseconds of processor time an object, of all but the driver: what a busy machine does not blur. */
    private static String costs(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%.1f → %.1f",
                cost(figure.limitProcessors()) / figure.limit(),
                cost(figure.processors()) / figure.reached());
    }

    private static double cost(Map<String, Double> processors) {
        return processors.entrySet().stream()
                        .filter(one -> !one.getKey().equals("driver"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum()
                * 1e6;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
