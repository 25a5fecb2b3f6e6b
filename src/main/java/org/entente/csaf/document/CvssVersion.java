package org.entente.csaf.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions of CVSS that CSAF 2.0 carries, with their metrics, the JSON names of those, and the values' words. */
public enum CvssVersion {
    V2_0(
            "2.0",
            "",
            "ND",
            List.of(
                    metric("AV", "accessVector", true, "NETWORK=N ADJACENT_NETWORK=A LOCAL=L"),
                    metric("AC", "accessComplexity", true, "HIGH=H MEDIUM=M LOW=L"),
                    metric("Au", "authentication", true, "MULTIPLE=M SINGLE=S NONE=N"),
                    metric("C", "confidentialityImpact", true, "NONE=N PARTIAL=P COMPLETE=C"),
                    metric("I", "integrityImpact", true, "NONE=N PARTIAL=P COMPLETE=C"),
                    metric("A", "availabilityImpact", true, "NONE=N PARTIAL=P COMPLETE=C"),
                    metric(
                            "E",
                            "exploitability",
                            false,
                            "UNPROVEN=U PROOF_OF_CONCEPT=POC FUNCTIONAL=F HIGH=H NOT_DEFINED=ND"),
                    metric(
                            "RL",
                            "remediationLevel",
                            false,
                            "OFFICIAL_FIX=OF TEMPORARY_FIX=TF WORKAROUND=W UNAVAILABLE=U NOT_DEFINED=ND"),
                    metric(
                            "RC",
                            "reportConfidence",
                            false,
                            "UNCONFIRMED=UC UNCORROBORATED=UR CONFIRMED=C NOT_DEFINED=ND"),
                    metric(
                            "CDP",
                            "collateralDamagePotential",
                            false,
                            "NONE=N LOW=L LOW_MEDIUM=LM MEDIUM_HIGH=MH HIGH=H NOT_DEFINED=ND"),
                    metric("TD", "targetDistribution", false, "NONE=N LOW=L MEDIUM=M HIGH=H NOT_DEFINED=ND"),
                    metric("CR", "confidentialityRequirement", false, "LOW=L MEDIUM=M HIGH=H NOT_DEFINED=ND"),
                    metric("IR", "integrityRequirement", false, "LOW=L MEDIUM=M HIGH=H NOT_DEFINED=ND"),
                    metric("AR", "availabilityRequirement", false, "LOW=L MEDIUM=M HIGH=H NOT_DEFINED=ND"))),
    V3_0("3.0", "CVSS:3.0/", "X", third()),
    V3_1("3.1", "CVSS:3.1/", "X", third());

    private final String number;
    private final String prefix;
    private final String undefined;
    private final List<Metric> metrics;

    CvssVersion(String number, String prefix, String undefined, List<Metric> metrics) {
        this.number = number;
        this.prefix = prefix;
        this.undefined = undefined;
        this.metrics = metrics;
    }

    /** The version as CSAF spells it, such as {@code 3.1}. */
    public String number() {
        return number;
    }

    String prefix() {
        return prefix;
    }

    String undefined() {
        return undefined;
    }

    List<Metric> metrics() {
        return metrics;
    }

    Optional<Metric> metric(String abbreviation) {
        return metrics.stream()
                .filter(metric -> metric.abbreviation().equals(abbreviation))
                .findFirst();
    }

    private static List<Metric> third() {
        String impact = "NONE=N LOW=L HIGH=H";
        String requirement = "LOW=L MEDIUM=M HIGH=H NOT_DEFINED=X";
        String vector = "NETWORK=N ADJACENT_NETWORK=A LOCAL=L PHYSICAL=P";
        String privileges = "NONE=N LOW=L HIGH=H";
        String undefined = " NOT_DEFINED=X";
        return List.of(
                metric("AV", "attackVector", true, vector),
                metric("AC", "attackComplexity", true, "LOW=L HIGH=H"),
                metric("PR", "privilegesRequired", true, privileges),
                metric("UI", "userInteraction", true, "NONE=N REQUIRED=R"),
                metric("S", "scope", true, "UNCHANGED=U CHANGED=C"),
                metric("C", "confidentialityImpact", true, impact),
                metric("I", "integrityImpact", true, impact),
                metric("A", "availabilityImpact", true, impact),
                metric(
                        "E",
                        "exploitCodeMaturity",
                        false,
                        "UNPROVEN=U PROOF_OF_CONCEPT=P FUNCTIONAL=F HIGH=H" + undefined),
                metric(
                        "RL",
                        "remediationLevel",
                        false,
                        "OFFICIAL_FIX=O TEMPORARY_FIX=T WORKAROUND=W UNAVAILABLE=U" + undefined),
                metric("RC", "reportConfidence", false, "UNKNOWN=U REASONABLE=R CONFIRMED=C" + undefined),
                metric("CR", "confidentialityRequirement", false, requirement),
                metric("IR", "integrityRequirement", false, requirement),
                metric("AR", "availabilityRequirement", false, requirement),
                metric("MAV", "modifiedAttackVector", false, vector + undefined),
                metric("MAC", "modifiedAttackComplexity", false, "LOW=L HIGH=H" + undefined),
                metric("MPR", "modifiedPrivilegesRequired", false, privileges + undefined),
                metric("MUI", "modifiedUserInteraction", false, "NONE=N REQUIRED=R" + undefined),
                metric("MS", "modifiedScope", false, "UNCHANGED=U CHANGED=C" + undefined),
                metric("MC", "modifiedConfidentialityImpact", false, impact + undefined),
                metric("MI", "modifiedIntegrityImpact", false, impact + undefined),
                metric("MA", "modifiedAvailabilityImpact", false, impact + undefined));
    }

    private static Metric metric(String abbreviation, String name, boolean base, String words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : words.split(" ")) {
            values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return new Metric(abbreviation, name, base, Map.copyOf(values));
    }

    /**
     * One metric.
     *
     * @param abbreviation its name in a vector
     * @param name its name in JSON
     * @param base whether every vector must say it
     * @param values the words of JSON, and what a vector says for each
     */
    record Metric(String abbreviation, String name, boolean base, Map<String, String> values) {

        boolean has(String value) {
            return values.containsValue(value);
        }
    }
}
