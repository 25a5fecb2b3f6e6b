package org.entente.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A chart of lines over two logarithmic axes, as SVG that is readable on light and on dark pages. Every line is named at its end, and
 * a broken one shows the slope of what grows as fast as the horizontal axis.
 */
final class Chart {

    private static final int WIDTH = 1040;
    private static final int HEIGHT = 560;
    private static final int LEFT = 80;
    private static final int RIGHT = 400;
    private static final int TOP = 56;
    private static final int BOTTOM = 64;
    private static final int NAME_HEIGHT = 17;

    /** Of a palette that those who see few colours can tell apart; light enough for dark pages and dark enough for light ones. */
    private static final List<String> COLOURS =
            List.of("#3a86d8", "#d9822b", "#2f9e6e", "#c2569a", "#9a7bd0", "#b8860b", "#d1495b", "#1f9aa6", "#7f8c8d");

    private static final String STYLE = """
            <style>
              .page { fill: #ffffff } text { fill: #1f2328; font: 13px sans-serif } .title { font: bold 16px sans-serif }
              .grid { stroke: #d0d7de; stroke-width: 1 } .slope { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 6 5 }
              .line { fill: none; stroke-width: 2.5 }
              @media (prefers-color-scheme: dark) {
                .page { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d } .slope { stroke: #9198a1 }
              }
            </style>
            """;

    private final Text text;
    private final Map<String, TreeMap<Double, Double>> lines;
    private final Axis x;
    private final Axis y;

    /**
     * What it says.
     *
     * @param x what the horizontal axis counts
     * @param y unit of the vertical one
     */
    record Text(String title, String x, String y) {}

    /** Decades from one power of ten to another, over so many points of the picture. */
    private record Axis(int first, int last, double from, double to) {

        static Axis over(List<Double> values, double from, double to) {
            int first = (int) Math.floor(
                    log(values.stream().min(Comparator.naturalOrder()).orElse(1.0)) + 1e-9);
            int last = (int)
                    Math.ceil(log(values.stream().max(Comparator.naturalOrder()).orElse(10.0)) - 1e-9);
            return new Axis(first, Math.max(last, first + 1), from, to);
        }

        double at(double value) {
            return from + (to - from) * (log(value) - first) / (last - first);
        }

        private static double log(double value) {
            return Math.log10(Math.max(value, 1e-3));
        }
    }

    private record Name(String name, String colour, double y) {}

    /** @param lines by name, values by size; at least one of each */
    Chart(Text text, Map<String, TreeMap<Double, Double>> lines) {
        this.text = text;
        this.lines = lines;
        List<Double> sizes = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        lines.values().forEach(line -> {
            sizes.addAll(line.keySet());
            values.addAll(line.values());
        });
        this.x = Axis.over(sizes, LEFT, WIDTH - RIGHT);
        this.y = Axis.over(values, HEIGHT - BOTTOM, TOP);
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                text.title());
        add(svg, "<title>%s</title>", text.title());
        svg.append(STYLE);
        add(svg, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>", WIDTH, HEIGHT);
        add(svg, "<text class=\"title\" x=\"%d\" y=\"30\">%s</text>", LEFT, text.title());
        axes(svg);
        slope(svg);
        lines(svg);
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        for (int decade = x.first(); decade <= x.last(); decade++) {
            double at = x.at(Math.pow(10, decade));
            add(
                    svg,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    at,
                    y.from(),
                    at,
                    y.to());
            add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", at, y.from() + 20, number(decade));
        }
        for (int decade = y.first(); decade <= y.last(); decade++) {
            double at = y.at(Math.pow(10, decade));
            add(
                    svg,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    x.from(),
                    at,
                    x.to(),
                    at);
            add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>", x.from() - 8, at + 4, number(decade));
        }
        add(
                svg,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (x.from() + x.to()) / 2,
                HEIGHT - 18,
                text.x());
        double middle = (y.from() + y.to()) / 2;
        add(
                svg,
                "<text x=\"18\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 18 %.1f)\">%s</text>",
                middle,
                middle,
                text.y());
    }

    /** From the lower left corner, a decade up for each to the right. */
    private void slope(StringBuilder svg) {
        int decades = Math.min(x.last() - x.first(), y.last() - y.first());
        double endX = x.at(Math.pow(10, x.first() + decades));
        double endY = y.at(Math.pow(10, y.first() + decades));
        add(
                svg,
                "<line class=\"slope\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                x.from(),
                y.from(),
                endX,
                endY);
        double angle = Math.toDegrees(Math.atan2(endY - y.from(), endX - x.from()));
        double middleX = x.from() + (endX - x.from()) * 0.2;
        double middleY = y.from() + (endY - y.from()) * 0.2 - 6;
        add(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" transform=\"rotate(%.1f %.1f %.1f)\">grows with it</text>",
                middleX,
                middleY,
                angle,
                middleX,
                middleY);
    }

    private void lines(StringBuilder svg) {
        List<Name> names = new ArrayList<>();
        lines.forEach((name, line) -> {
            String colour = COLOURS.get(names.size() % COLOURS.size());
            StringBuilder points = new StringBuilder();
            line.forEach((size, value) -> add(points, "%.1f,%.1f ", x.at(size), y.at(value)));
            add(
                    svg,
                    "<polyline class=\"line\" stroke=\"%s\" points=\"%s\"/>",
                    colour,
                    points.toString().strip());
            line.forEach((size, value) ->
                    add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x.at(size), y.at(value), colour));
            double last = line.lastEntry().getValue();
            names.add(new Name(name + ": " + value(last), colour, y.at(last)));
        });
        names(svg, names);
    }

    /** Beside the ends of the lines, in their order, moved apart where they would lie on one another. */
    private void names(StringBuilder svg, List<Name> names) {
        names.sort(Comparator.comparingDouble(Name::y));
        double[] at = names.stream().mapToDouble(Name::y).toArray();
        for (int i = 1; i < at.length; i++) {
            at[i] = Math.max(at[i], at[i - 1] + NAME_HEIGHT);
        }
        double lowest = y.from();
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], lowest);
            lowest = at[i] - NAME_HEIGHT;
        }
        for (int i = 0; i < at.length; i++) {
            Name name = names.get(i);
            add(
                    svg,
                    "<line stroke=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    name.colour(),
                    x.to() + 6,
                    name.y(),
                    x.to() + 24,
                    at[i]);
            add(svg, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x.to() + 28, at[i] + 4, name.name());
        }
    }

    private static String number(int decade) {
        double value = Math.pow(10, decade);
        return decade < 0
                ? String.format(Locale.ROOT, "%." + -decade + "f", value)
                : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String value(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%,.1f" : "%,.0f", value);
    }

    private static void add(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
        if (!format.endsWith(" ")) {
            to.append('\n');
        }
    }
}
