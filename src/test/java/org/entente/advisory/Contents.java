package org.entente.advisory;

import java.util.List;
import org.entente.advisory.AdvisoryContent.Acknowledgment;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.Translation;
import org.entente.advisory.Vulnerability.Cvss;
import org.entente.advisory.Vulnerability.Remediation;
import org.entente.stix.Tlp;

/** Contents to try things with. */
public final class Contents {

    private Contents() {}

    /** With every part that a content can have. */
    public static AdvisoryContent full(Tlp tlp, String summary) {
        return new AdvisoryContent(
                "Gateways are taken over",
                "en",
                new TlpLabel(tlp),
                summary,
                List.of(new Section(
                        "What to look for",
                        "details",
                        "Look at *logins* from abroad.\n\n| a | b |\n|---|---|\n| 1 | 2 |")),
                List.of(
                        new Translation("fr", "Des passerelles compromises", "Une *faille* est exploitée.", List.of()),
                        new Translation("el", "Πύλες", "Ενημερώστε **τώρα**.", List.of()),
                        new Translation("uk", "Шлюзи захоплено", "Оновіть.", List.of())),
                List.of(new Product("gw-9", "Acme", "Gateway", "9.1", null, null, null)),
                List.of(new Vulnerability(
                        "CVE-2026-10001",
                        "Sign-on without a password",
                        List.of(new Cvss("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", List.of())),
                        "Exploited since *March*.",
                        List.of(new ProductStatus.Statuses("known_affected", List.of("gw-9"))),
                        List.of(new Remediation(
                                "vendor_fix", "Update to **9.2**.", "https://example.org/fix", List.of("gw-9"))))),
                List.of(new Reference("Vendor's note", "https://example.org/note")),
                List.of(new Acknowledgment(List.of("A. Analyst"), "XA-CERT", null)),
                null);
    }

    /** A title and a summary. */
    public static AdvisoryContent plain(Tlp tlp) {
        return new AdvisoryContent("Plain", null, new TlpLabel(tlp), "Text", null, null, null, null, null, null, null);
    }
}
