package org.entente.csaf.document;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mandatory tests of tracking: 6.1.14, 6.1.16 to 6.1.22 and 6.1.30. */
final class TrackingTests {

    private final Spot tracking;
    private final Findings findings;

    TrackingTests(Spot root, Findings findings) {
        this.tracking = root.down("document", "tracking");
        this.findings = findings;
    }

    void check() {
        Optional<Version> version = Version.tryParse(tracking.text("version"));
        List<Revision> revisions = tracking.each("revision_history").stream()
                .flatMap(spot -> Revision.of(spot).stream())
                .toList();
        if (version.isEmpty() || revisions.isEmpty()) {
            // Of another shape, which is said elsewhere.
            return;
        }
        checkNumbers(version.get(), revisions);
        if (mixed(version.get(), revisions)) {
            // Comparing the two kinds would only say the same again in other words.
            return;
        }
        List<Revision> byDate = revisions.stream()
                .sorted(Comparator.comparing(Revision::date).thenComparing(Revision::number))
                .toList();
        checkOrder(byDate);
        checkLatest(version.get(), byDate.get(byDate.size() - 1));
        checkStatus(version.get(), revisions);
    }

    private void checkNumbers(Version version, List<Revision> revisions) {
        Set<String> seen = new HashSet<>();
        for (Revision revision : revisions) {
            Spot number = revision.spot().at("number");
            if (!seen.add(number.text())) {
                findings.test("6.1.22", number, "Another revision has this number.");
            }
            if (revision.number().isPreRelease()) {
                findings.test("6.1.19", number, "The revision history must not hold pre-releases.");
            }
            if (revision.number().integer() != version.integer()) {
                findings.test("6.1.30", number, "Integer and semantic versions must not be mixed.");
            }
        }
    }

    private static boolean mixed(Version version, List<Revision> revisions) {
        return revisions.stream().anyMatch(revision -> revision.number().integer() != version.integer());
    }

    private void checkOrder(List<Revision> byDate) {
        BigInteger last = byDate.get(0).number().major();
        if (last.compareTo(BigInteger.ONE) > 0) {
            findings.test("6.1.21", byDate.get(0).spot().at("number"), "The first version must be 0 or 1.");
        }
        for (int i = 1; i < byDate.size(); i++) {
            Revision revision = byDate.get(i);
            Spot number = revision.spot().at("number");
            if (revision.number().compareTo(byDate.get(i - 1).number()) < 0) {
                findings.test("6.1.14", number, "A lower version must not have a later date.");
            }
            BigInteger major = revision.number().major();
            if (major.subtract(last).compareTo(BigInteger.ONE) > 0) {
                findings.test("6.1.21", number, "A version before it is missing.");
            }
            last = last.max(major);
        }
    }

    private void checkLatest(Version version, Revision latest) {
        boolean draft = tracking.text("status").equals("draft");
        Version stated = draft ? version.release() : version;
        Version last = draft ? latest.number().release() : latest.number();
        if (stated.compareTo(last) != 0) {
            findings.test("6.1.16", tracking.at("version"), "The latest revision has another number.");
        }
    }

    private void checkStatus(Version version, List<Revision> revisions) {
        if (tracking.text("status").equals("draft")) {
            return;
        }
        if (version.isInitial() || version.isPreRelease()) {
            findings.test("6.1.17", tracking.at("status"), "Only a draft may have this version.");
        }
        if (version.isPreRelease()) {
            findings.test("6.1.20", tracking.at("version"), "Only a draft may be a pre-release.");
        }
        revisions.stream()
                .filter(revision -> revision.number().isInitial())
                .forEach(revision -> findings.test(
                        "6.1.18", revision.spot().at("number"), "Only a draft's history may hold version 0."));
    }

    private record Revision(Spot spot, Instant date, Version number) {
        static Optional<Revision> of(Spot spot) {
            return Texts.instant(spot.text("date"))
                    .flatMap(date ->
                            Version.tryParse(spot.text("number")).map(number -> new Revision(spot, date, number)));
        }
    }
}
