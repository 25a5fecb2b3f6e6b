package org.entente.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What each path cost at each size. */
final class Growth {

    private final Map<String, TreeMap<Double, Cost>> costs = new LinkedHashMap<>();

    void at(double size, Map<String, Cost> measured) {
        measured.forEach((path, cost) ->
                costs.computeIfAbsent(path, none -> new TreeMap<>()).put(size, cost));
    }

    Map<String, TreeMap<Double, Cost>> costs() {
        return costs;
    }

    /** What is drawn: processor time where there is much at once, the time of a page where somebody waits. */
    Map<String, TreeMap<Double, Double>> lines() {
        Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();
        costs.forEach((path, sizes) -> {
            TreeMap<Double, Double> line = new TreeMap<>();
            sizes.forEach((size, cost) ->
                    line.put(size, path.startsWith("page") ? cost.wallMicros() : cost.processorMicros()));
            lines.put(path, line);
        });
        return lines;
    }

    /** Both, and how fast what is drawn grows. */
    String markdown(String of) {
        StringBuilder table = new StringBuilder("| µs of processor / of time | ");
        Map<String, TreeMap<Double, Double>> lines = lines();
        lines.values()
                .iterator()
                .next()
                .keySet()
                .forEach(size -> table.append(String.format(Locale.ROOT, "%,.0f %s | ", size, of)));
        table.append("grows as its power of |\n|---|")
                .append("---|".repeat(lines.values().iterator().next().size() + 1))
                .append('\n');
        costs.forEach((path, sizes) -> {
            table.append("| ").append(path).append(" | ");
            sizes.values().forEach(cost -> table.append(cell(cost)).append(" | "));
            table.append(String.format(Locale.ROOT, "%.2f |%n", slope(lines.get(path))));
        });
        return table.toString();
    }

    private static String cell(Cost cost) {
        return value(cost.processorMicros()) + " / " + value(cost.wallMicros());
    }

    private static String value(double micros) {
        return Double.isNaN(micros) ? "–" : String.format(Locale.ROOT, micros < 10 ? "%,.1f" : "%,.0f", micros);
    }

    /** Of the straight line through the logarithms: 0 is as much at every size, 1 as the size itself. */
    private static double slope(TreeMap<Double, Double> line) {
        double[] x = line.keySet().stream().mapToDouble(Math::log).toArray();
        double[] y = line.values().stream().mapToDouble(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return below == 0 ? 0 : above / below;
    }
}
