package org.entente.csaf.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The equations of CVSS 3.0 and 3.1 (section 7 of both specifications), which differ in rounding and one impact. */
final class Cvss3Scores {

    private static final Map<String, Map<String, Double>> WEIGHTS = Map.ofEntries(
            Map.entry("AV", Map.of("N", 0.85, "A", 0.62, "L", 0.55, "P", 0.2)),
            Map.entry("AC", Map.of("L", 0.77, "H", 0.44)),
            Map.entry("UI", Map.of("N", 0.85, "R", 0.62)),
            Map.entry("C", Map.of("H", 0.56, "L", 0.22, "N", 0.0)),
            Map.entry("I", Map.of("H", 0.56, "L", 0.22, "N", 0.0)),
            Map.entry("A", Map.of("H", 0.56, "L", 0.22, "N", 0.0)),
            Map.entry("E", Map.of("X", 1.0, "H", 1.0, "F", 0.97, "P", 0.94, "U", 0.91)),
            Map.entry("RL", Map.of("X", 1.0, "U", 1.0, "W", 0.97, "T", 0.96, "O", 0.95)),
            Map.entry("RC", Map.of("X", 1.0, "C", 1.0, "R", 0.96, "U", 0.92)),
            Map.entry("CR", Map.of("X", 1.0, "H", 1.5, "M", 1.0, "L", 0.5)),
            Map.entry("IR", Map.of("X", 1.0, "H", 1.5, "M", 1.0, "L", 0.5)),
            Map.entry("AR", Map.of("X", 1.0, "H", 1.5, "M", 1.0, "L", 0.5)));

    private final Cvss vector;

    private Cvss3Scores(Cvss vector) {
        this.vector = vector;
    }

    static Cvss.Scores of(Cvss vector) {
        return new Cvss3Scores(vector).scores();
    }

    private Cvss.Scores scores() {
        double base = base();
        return new Cvss.Scores(decimal(base), decimal(roundUp(base * temporalFactor())), decimal(environmental()));
    }

    private double base() {
        double iss = 1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A"));
        boolean changed = vector.value("S").equals("C");
        double impact = changed ? 7.52 * (iss - 0.029) - 3.25 * Math.pow(iss - 0.02, 15) : 6.42 * iss;
        double exploitability =
                8.22 * weight("AV") * weight("AC") * privileges(vector.value("PR"), changed) * weight("UI");
        return impact <= 0 ? 0 : roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
    }

    private double environmental() {
        double miss = Math.min(
                1
                        - (1 - weight("CR") * modified("C"))
                                * (1 - weight("IR") * modified("I"))
                                * (1 - weight("AR") * modified("A")),
                0.915);
        boolean changed = modifiedValue("S").equals("C");
        double impact = changed ? changedImpact(miss) : 6.42 * miss;
        double exploitability =
                8.22 * modified("AV") * modified("AC") * privileges(modifiedValue("PR"), changed) * modified("UI");
        if (impact <= 0) {
            return 0;
        }
        return roundUp(roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10)) * temporalFactor());
    }

    private double changedImpact(double miss) {
        return vector.version() == CvssVersion.V3_0
                ? 7.52 * (miss - 0.029) - 3.25 * Math.pow(miss - 0.02, 15)
                : 7.52 * (miss - 0.029) - 3.25 * Math.pow(miss * 0.9731 - 0.02, 13);
    }

    private double temporalFactor() {
        return weight("E") * weight("RL") * weight("RC");
    }

    private double weight(String metric) {
        return of(metric, vector.value(metric));
    }

    private double modified(String metric) {
        return of(metric, modifiedValue(metric));
    }

    private String modifiedValue(String metric) {
        String value = vector.value("M" + metric);
        return value.equals("X") ? vector.value(metric) : value;
    }

    private static double of(String metric, String value) {
        return WEIGHTS.getOrDefault(metric, Map.of()).getOrDefault(value, 0.0);
    }

    private static double privileges(String value, boolean changed) {
        return switch (value) {
            case "L" -> changed ? 0.68 : 0.62;
            case "H" -> changed ? 0.5 : 0.27;
            default -> 0.85;
        };
    }

    private double roundUp(double score) {
        if (vector.version() == CvssVersion.V3_0) {
            return Math.ceil(score * 10) / 10;
        }
        long hundredThousandths = Math.round(score * 100_000);
        return hundredThousandths % 10_000 == 0
                ? hundredThousandths / 100_000.0
                : (Math.floorDiv(hundredThousandths, 10_000) + 1) / 10.0;
    }

    static BigDecimal decimal(double score) {
        return BigDecimal.valueOf(score).setScale(1, RoundingMode.HALF_UP);
    }
}
