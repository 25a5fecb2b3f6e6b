package org.entente.csaf;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Acknowledgment;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.Translation;
import org.entente.advisory.ProductStatus.Statuses;
import org.entente.advisory.TlpLabel;
import org.entente.advisory.Vulnerability;
import org.entente.advisory.Vulnerability.Cvss;
import org.entente.advisory.Vulnerability.Remediation;
import org.entente.stix.Tlp;

/** What advisories may say, from the least there is to all. */
final class Contents {

    static final String VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    private static final List<Reference> REFERENCES = List.of(
            new Reference("More", "https://cert.example/über?x=1"), new Reference("Map", "http://[2001:db8::1]/a"));

    private Contents() {}

    static Map<String, AdvisoryContent> all() {
        Map<String, AdvisoryContent> all = new TreeMap<>();
        all.put("least", content("en", List.of(), List.of(), List.of()));
        all.put("unknown-language", content("qqq", List.of(), List.of(), List.of()));
        all.put("informing", content("pt-BR", List.of(), List.of(), REFERENCES));
        all.put("products-only", content("en", products(), List.of(), REFERENCES));
        Vulnerability bare = new Vulnerability("CVE-2026-1111", null, List.of(), null, List.of(), List.of());
        all.put("no-status", content("en", products(), List.of(bare), REFERENCES));
        Vulnerability unsaid = new Vulnerability(
                null,
                "Door left open",
                List.of(new Cvss(VECTOR, List.of())),
                null,
                List.of(),
                List.of(new Remediation("mitigation", "Close it.", "https://cert.example/close", List.of())));
        all.put("no-products", content("en", List.of(), List.of(unsaid), List.of()));
        all.put("whole", content("en", products(), List.of(whole(), fixed()), REFERENCES));
        return all;
    }

    static AdvisoryContent content(
            String language, List<Product> products, List<Vulnerability> vulnerabilities, List<Reference> references) {
        return new AdvisoryContent(
                "Flaw in <b>gateways</b> \u202e",
                language,
                new TlpLabel(Tlp.CLEAR),
                "In *short*.\n\n<script>alert(1)</script>",
                List.of(new Section("Details", "details", "More."), new Section("Law", "legal_disclaimer", "None.")),
                List.of(new Translation("fr", "Faille", "En bref.", List.of(new Section("Suite", "general", "Plus.")))),
                products,
                vulnerabilities,
                references,
                List.of(
                        new Acknowledgment(List.of("A. Finder"), null, null),
                        new Acknowledgment(List.of(), "CERT XA", "for telling us")),
                null);
    }

    static List<Product> products() {
        return List.of(
                new Product("P1", "Maker", "Gateway", "1.0", null, "cpe:2.3:a:maker:gateway:1.0:*:*:*:*:*:*:*", null),
                new Product("P2", "Maker", "Gateway", null, "vers:generic/>=1.0|<2.0", null, "pkg:generic/gateway@2.0"),
                new Product(
                        "P3", "Maker", "Gateway", null, null, "cpe:2.3:a:x:y:z:z:z:z:z:z:z:z\\", "pkg:maven/gateway@1"),
                new Product("P4", "Other", "Box", "all versions prior to 3", null, null, null));
    }

    private static Vulnerability whole() {
        return new Vulnerability(
                "CVE-2026-1234",
                "Anybody gets in",
                List.of(
                        new Cvss(VECTOR, List.of()),
                        new Cvss("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", List.of("P1")),
                        new Cvss("CVSS:3.0/AV:L/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N/E:F", List.of("P1", "P1")),
                        new Cvss("AV:N/AC:L/Au:N/C:N/I:N/A:C", List.of("P4")),
                        new Cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H", List.of("P1")),
                        new Cvss("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", List.of("P1"))),
                "It lets anybody in.",
                List.of(
                        new Statuses("known_affected", List.of("P1", "P4")),
                        new Statuses("fixed", List.of("P2")),
                        new Statuses("recommended", List.of("P2"))),
                List.of(
                        new Remediation("vendor_fix", "Update.", "https://maker.example/fix", List.of("P1")),
                        new Remediation("workaround", "Unplug it.", null, List.of())));
    }

    private static Vulnerability fixed() {
        return new Vulnerability(
                "CVE-2026-1235", null, List.of(), null, List.of(new Statuses("first_fixed", List.of("P2"))), List.of());
    }
}
