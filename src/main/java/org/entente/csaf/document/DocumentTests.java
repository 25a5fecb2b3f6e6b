package org.entente.csaf.document;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The mandatory tests of the document as a whole: 6.1.12, 6.1.15, 6.1.26 and 6.1.28. */
final class DocumentTests {

    private static final Set<String> PROFILES = Set.of(
            "csaf_base",
            "csaf_security_incident_response",
            "csaf_informational_advisory",
            "csaf_security_advisory",
            "csaf_vex");

    private static final Set<String> RESERVED =
            Set.of("securityincidentresponse", "informationaladvisory", "securityadvisory", "vex");

    private final Spot document;
    private final Findings findings;

    DocumentTests(Spot root, Findings findings) {
        this.document = root.at("document");
        this.findings = findings;
    }

    void check() {
        for (String name : List.of("lang", "source_lang")) {
            Spot language = document.at(name);
            if (language.isPresent()
                    && !(Texts.isLanguage(language.text()) && Texts.isKnownLanguage(language.text()))) {
                findings.test("6.1.12", language, "There is no such language.");
            }
        }
        boolean translator = document.at("publisher").text("category").equals("translator");
        if (translator && !document.has("source_lang")) {
            findings.test("6.1.15", document.at("source_lang"), "A translator must name the source language.");
        }
        if (document.has("lang") && document.text("lang").equalsIgnoreCase(document.text("source_lang"))) {
            findings.test("6.1.28", document.at("source_lang"), "It must differ from the document's language.");
        }
        checkCategory(document.at("category"));
    }

    private void checkCategory(Spot category) {
        if (PROFILES.contains(category.text())) {
            return;
        }
        String name = category.text().toLowerCase(Locale.ROOT);
        if (name.startsWith("csaf_") || RESERVED.contains(name.replaceAll("[-_\\s\\p{Pd}]", ""))) {
            findings.test("6.1.26", category, "This category is reserved for a profile of that name.");
        }
    }
}
