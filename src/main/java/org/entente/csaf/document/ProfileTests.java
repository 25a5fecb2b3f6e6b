package org.entente.csaf.document;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The mandatory tests of profiles, 6.1.27.1 to 6.1.27.11: what a document of a category must have besides. */
final class ProfileTests {

    private static final Set<String> TELLING = Set.of("description", "details", "general", "summary");

    private static final List<String> VEX_STATUSES =
            List.of("fixed", "known_affected", "known_not_affected", "under_investigation");

    private final Spot root;
    private final Products products;
    private final Findings findings;

    ProfileTests(Spot root, Products products, Findings findings) {
        this.root = root;
        this.products = products;
        this.findings = findings;
    }

    void check() {
        switch (root.at("document").text("category")) {
            case "csaf_informational_advisory" -> {
                checkTelling();
                if (root.has("vulnerabilities")) {
                    findings.test("6.1.27.3", root.at("vulnerabilities"), "This profile has no vulnerabilities.");
                }
            }
            case "csaf_security_incident_response" -> checkTelling();
            case "csaf_security_advisory" -> {
                checkVulnerabilities();
                requireOfEach("6.1.27.6", "product_status");
            }
            case "csaf_vex" -> {
                checkVulnerabilities();
                root.each("vulnerabilities").forEach(this::checkVex);
            }
            default -> {
                // Csaf Base asks for nothing more.
            }
        }
    }

    private void checkTelling() {
        Spot document = root.at("document");
        if (document.each("notes").stream().noneMatch(note -> TELLING.contains(note.text("category")))) {
            findings.test("6.1.27.1", document.at("notes"), "A note that tells what happened is missing.");
        }
        // A reference without a category is external (section 3.1.10).
        if (document.each("references").stream()
                .allMatch(reference -> reference.text("category").equals("self"))) {
            findings.test("6.1.27.2", document.at("references"), "A reference to an external source is missing.");
        }
    }

    private void checkVulnerabilities() {
        if (!root.has("product_tree")) {
            findings.test("6.1.27.4", root.at("product_tree"), "This profile must have a product tree.");
        }
        if (!root.has("vulnerabilities")) {
            findings.test("6.1.27.11", root.at("vulnerabilities"), "This profile must have vulnerabilities.");
        }
        requireOfEach("6.1.27.5", "notes");
    }

    private void requireOfEach(String test, String member) {
        root.each("vulnerabilities").stream()
                .filter(vulnerability -> !vulnerability.has(member))
                .forEach(vulnerability -> findings.test(
                        test, vulnerability, "Every vulnerability of this profile must have " + member + "."));
    }

    private void checkVex(Spot vulnerability) {
        Spot status = vulnerability.at("product_status");
        if (VEX_STATUSES.stream().noneMatch(status::has)) {
            findings.test("6.1.27.7", status, "One of " + String.join(", ", VEX_STATUSES) + " is missing.");
        }
        if (!vulnerability.has("cve") && !vulnerability.has("ids")) {
            findings.test("6.1.27.8", vulnerability, "It must have a cve or ids.");
        }
        Stream<Spot> impacts = Stream.concat(
                vulnerability.each("flags").stream(),
                vulnerability.each("threats").stream()
                        .filter(threat -> threat.text("category").equals("impact")));
        requireStatement("6.1.27.9", status.each("known_not_affected"), impacts, "why it is not affected");
        requireStatement(
                "6.1.27.10",
                status.each("known_affected"),
                vulnerability.each("remediations").stream(),
                "what to do about it");
    }

    private void requireStatement(String test, List<Spot> of, Stream<Spot> statements, String saying) {
        Set<String> said = new HashSet<>();
        statements.forEach(statement -> said.addAll(products.namedBy(statement)));
        of.stream()
                .filter(product -> !said.contains(product.text()))
                .forEach(product -> findings.test(test, product, "Nothing says of this product " + saying + "."));
    }
}
