package org.entente.csaf.document;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vector of the Common Vulnerability Scoring System, versions 2.0, 3.0 and 3.1, and the scores it comes to. Immutable.
 *
 * @param version the version it is of
 * @param metrics what the vector says, by the metrics' abbreviations
 */
public record Cvss(CvssVersion version, Map<String, String> metrics) {

    private static final int LENGTH_MAX = 300;

    /** Checks nothing: made by {@link #tryParse} only. */
    public Cvss {
        metrics = Map.copyOf(metrics);
    }

    /** Reads a vector of any of the versions; nothing where it is none, lacks a base metric or says one twice. */
    public static Optional<Cvss> tryParse(String vector) {
        for (CvssVersion version : CvssVersion.values()) {
            if (!version.prefix().isEmpty() && vector.startsWith(version.prefix())) {
                return tryParse(version, vector);
            }
        }
        return tryParse(CvssVersion.V2_0, vector);
    }

    static Optional<Cvss> tryParse(CvssVersion version, String vector) {
        if (vector.length() > LENGTH_MAX || !vector.startsWith(version.prefix())) {
            return Optional.empty();
        }
        Map<String, String> metrics = new LinkedHashMap<>();
        for (String part : vector.substring(version.prefix().length()).split("/", -1)) {
            int colon = part.indexOf(':');
            String name = colon < 0 ? "" : part.substring(0, colon);
            String value = part.substring(colon + 1);
            boolean known =
                    version.metric(name).map(metric -> metric.has(value)).orElse(false);
            if (!known || metrics.put(name, value) != null) {
                return Optional.empty();
            }
        }
        boolean whole = version.metrics().stream()
                .filter(CvssVersion.Metric::base)
                .allMatch(metric -> metrics.containsKey(metric.abbreviation()));
        return whole ? Optional.of(new Cvss(version, metrics)) : Optional.empty();
    }

    /** What the vector says of a metric; what it leaves out is not defined. */
    String value(String metric) {
        return metrics.getOrDefault(metric, version.undefined());
    }

    /** The base score, with one digit after the point. */
    public BigDecimal baseScore() {
        return scores().base();
    }

    /** The scores of base, temporal and environmental metrics. */
    Scores scores() {
        return version == CvssVersion.V2_0 ? Cvss2Scores.of(this) : Cvss3Scores.of(this);
    }

    /** The word for a score in version 3, such as {@code HIGH}. */
    public static String severity(BigDecimal score) {
        List<String> words = List.of("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        double number = score.doubleValue();
        int word = number < 0.1 ? 0 : number < 4 ? 1 : number < 7 ? 2 : number < 9 ? 3 : 4;
        return words.get(word);
    }

    /** Three scores, each with one digit after the point. */
    record Scores(BigDecimal base, BigDecimal temporal, BigDecimal environmental) {}
}
