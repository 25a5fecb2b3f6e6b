package org.entente.csaf.document;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** Tests 6.1.7 to 6.1.10: what a CVSS object says, and whether it agrees with its own vector. */
final class CvssTests {

    private static final Set<String> SEVERITIES = Set.of("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    private static final Set<String> ENVIRONMENTAL = Set.of("CDP", "TD", "CR", "IR", "AR");
    private static final BigDecimal TENTH = new BigDecimal("0.1");

    private final Findings findings;

    CvssTests(Findings findings) {
        this.findings = findings;
    }

    void check(Spot score) {
        if (score.has("cvss_v2")) {
            checkOne(score.at("cvss_v2"), Optional.of(CvssVersion.V2_0));
        }
        if (score.has("cvss_v3")) {
            Spot cvss = score.at("cvss_v3");
            checkOne(cvss, third(cvss.text("version")));
        }
    }

    private static Optional<CvssVersion> third(String version) {
        return switch (version) {
            case "3.0" -> Optional.of(CvssVersion.V3_0);
            case "3.1" -> Optional.of(CvssVersion.V3_1);
            default -> Optional.empty();
        };
    }

    private void checkOne(Spot cvss, Optional<CvssVersion> named) {
        if (!cvss.node().isObject()
                || named.isEmpty()
                || !cvss.text("version").equals(named.get().number())) {
            findings.test("6.1.8", cvss.at("version"), "The version must be that of the CVSS object: 2.0, 3.0 or 3.1.");
            return;
        }
        CvssVersion version = named.get();
        requireMembers(cvss, version);
        Optional<Cvss> vector = Cvss.tryParse(version, cvss.text("vectorString"));
        if (vector.isEmpty()) {
            findings.test(
                    "6.1.8",
                    cvss.at("vectorString"),
                    "It must be a vector of CVSS " + version.number() + " with every base metric once.");
            return;
        }
        checkScores(cvss, vector.get());
        checkMetrics(cvss, vector.get());
    }

    private void requireMembers(Spot cvss, CvssVersion version) {
        if (!cvss.has("baseScore")) {
            findings.test("6.1.8", cvss, "The member baseScore is missing.");
        }
        if (version != CvssVersion.V2_0 && !cvss.has("baseSeverity")) {
            findings.test("6.1.8", cvss, "The member baseSeverity is missing.");
        }
    }

    private void checkScores(Spot cvss, Cvss vector) {
        Cvss.Scores scores = vector.scores();
        checkScore(cvss, vector, "base", scores.base());
        checkScore(cvss, vector, "temporal", scores.temporal());
        checkScore(cvss, vector, "environmental", scores.environmental());
    }

    private void checkScore(Spot cvss, Cvss vector, String group, BigDecimal right) {
        Spot score = cvss.at(group + "Score");
        if (score.isPresent() && !isScore(score)) {
            findings.test("6.1.8", score, "A score must be a number from 0 to 10.");
        } else if (score.isPresent() && !agrees(score.node().decimalValue(), right, vector, group)) {
            findings.test("6.1.9", score, "The vector comes to " + right + ".");
        }
        Spot severity = cvss.at(group + "Severity");
        if (vector.version() == CvssVersion.V2_0 || !severity.isPresent()) {
            return;
        }
        if (!SEVERITIES.contains(severity.text())) {
            findings.test("6.1.8", severity, "A severity must be NONE, LOW, MEDIUM, HIGH or CRITICAL.");
        } else if (!severity.text().equals(Cvss.severity(right))) {
            findings.test("6.1.9", severity, "A score of " + right + " is " + Cvss.severity(right) + ".");
        }
    }

    /**
     * Version 2.0 leaves open how a half is rounded, of which its later equations make many, and what an environmental score is
     * without environmental metrics.
     */
    private static boolean agrees(BigDecimal stated, BigDecimal right, Cvss vector, String group) {
        if (vector.version() != CvssVersion.V2_0 || group.equals("base")) {
            return stated.compareTo(right) == 0;
        }
        boolean open = group.equals("environmental") && ENVIRONMENTAL.stream().noneMatch(vector.metrics()::containsKey);
        return open || stated.subtract(right).abs().compareTo(TENTH) <= 0;
    }

    private static boolean isScore(Spot score) {
        return score.node().isNumber()
                && score.node().decimalValue().signum() >= 0
                && score.node().decimalValue().compareTo(BigDecimal.TEN) <= 0;
    }

    private void checkMetrics(Spot cvss, Cvss vector) {
        for (CvssVersion.Metric metric : vector.version().metrics()) {
            Spot stated = cvss.at(metric.name());
            if (!stated.isPresent()) {
                continue;
            }
            String word = metric.values().get(stated.text());
            if (word == null) {
                findings.test("6.1.8", stated, "This is no value of " + metric.name() + ".");
            } else if (!word.equals(vector.value(metric.abbreviation()))) {
                findings.test("6.1.10", stated, "The vector says something else of " + metric.name() + ".");
            }
        }
    }
}
