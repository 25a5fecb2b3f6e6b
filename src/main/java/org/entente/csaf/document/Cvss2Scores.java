package org.entente.csaf.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The equations of CVSS 2.0 (section 3.2 of its guide). */
final class Cvss2Scores {

    private static final Map<String, Double> IMPACT = Map.of("N", 0.0, "P", 0.275, "C", 0.66);
    private static final Map<String, Double> REQUIREMENT = Map.of("L", 0.5, "M", 1.0, "H", 1.51, "ND", 1.0);

    private static final Map<String, Map<String, Double>> WEIGHTS = Map.ofEntries(
            Map.entry("AV", Map.of("L", 0.395, "A", 0.646, "N", 1.0)),
            Map.entry("AC", Map.of("H", 0.35, "M", 0.61, "L", 0.71)),
            Map.entry("Au", Map.of("M", 0.45, "S", 0.56, "N", 0.704)),
            Map.entry("C", IMPACT),
            Map.entry("I", IMPACT),
            Map.entry("A", IMPACT),
            Map.entry("E", Map.of("U", 0.85, "POC", 0.9, "F", 0.95, "H", 1.0, "ND", 1.0)),
            Map.entry("RL", Map.of("OF", 0.87, "TF", 0.9, "W", 0.95, "U", 1.0, "ND", 1.0)),
            Map.entry("RC", Map.of("UC", 0.9, "UR", 0.95, "C", 1.0, "ND", 1.0)),
            Map.entry("CDP", Map.of("N", 0.0, "L", 0.1, "LM", 0.3, "MH", 0.4, "H", 0.5, "ND", 0.0)),
            Map.entry("TD", Map.of("N", 0.0, "L", 0.25, "M", 0.75, "H", 1.0, "ND", 1.0)),
            Map.entry("CR", REQUIREMENT),
            Map.entry("IR", REQUIREMENT),
            Map.entry("AR", REQUIREMENT));

    private final Cvss vector;

    private Cvss2Scores(Cvss vector) {
        this.vector = vector;
    }

    static Cvss.Scores of(Cvss vector) {
        return new Cvss2Scores(vector).scores();
    }

    private Cvss.Scores scores() {
        double base = withImpact(10.41 * (1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A"))));
        double adjusted = Math.min(
                10,
                10.41
                        * (1
                                - (1 - weight("C") * weight("CR"))
                                        * (1 - weight("I") * weight("IR"))
                                        * (1 - weight("A") * weight("AR"))));
        double adjustedTemporal = tenth(withImpact(adjusted) * temporalFactor());
        double environmental = (adjustedTemporal + (10 - adjustedTemporal) * weight("CDP")) * weight("TD");
        return new Cvss.Scores(decimal(base), decimal(base * temporalFactor()), decimal(environmental));
    }

    private double withImpact(double impact) {
        double exploitability = 20 * weight("AV") * weight("AC") * weight("Au");
        return tenth((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176));
    }

    private double temporalFactor() {
        return weight("E") * weight("RL") * weight("RC");
    }

    private double weight(String metric) {
        return WEIGHTS.getOrDefault(metric, Map.of()).getOrDefault(vector.value(metric), 0.0);
    }

    private static double tenth(double score) {
        return decimal(score).doubleValue();
    }

    private static BigDecimal decimal(double score) {
        // Through hundred-thousandths, so that a sum a hair under a half is not rounded down.
        return BigDecimal.valueOf(score).setScale(5, RoundingMode.HALF_UP).setScale(1, RoundingMode.HALF_UP);
    }
}
