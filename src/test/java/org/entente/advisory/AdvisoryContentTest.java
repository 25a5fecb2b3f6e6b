package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.advisory.ProductStatus.Statuses;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class AdvisoryContentTest {

    @Test
    void keptContentIsReadAsItWasWritten() {
        AdvisoryContent content = Contents.full(Tlp.AMBER, "Summary");

        AdvisoryContent read = AdvisoryJson.content(AdvisoryJson.text(content));

        assertThat(read).isEqualTo(content);
        assertThat(AdvisoryJson.digest(read)).isEqualTo(AdvisoryJson.digest(content));
    }

    @Test
    void digestIsOfTheTextWhateverItsLineEndsAndChangesWithEveryWord() {
        String digest = hex("One\nTwo");

        assertThat(hex("One\r\nTwo")).isEqualTo(digest);
        assertThat(hex("One\nTwo.")).isNotEqualTo(digest);
    }

    private static String hex(String summary) {
        return AdvisoryJson.hex(AdvisoryJson.digest(Contents.full(Tlp.GREEN, summary)));
    }

    @Test
    void digestDoesNotTellWhichDocumentItWasImportedFrom() {
        AdvisoryContent written = Contents.plain(Tlp.GREEN);
        AdvisoryContent imported = new AdvisoryContent(
                written.title(),
                written.language(),
                written.tlp(),
                written.summary(),
                written.sections(),
                written.translations(),
                written.products(),
                written.vulnerabilities(),
                written.references(),
                written.acknowledgments(),
                new SourceDocument("application/json", "ab".repeat(32)));

        assertThat(AdvisoryJson.digest(imported)).isEqualTo(AdvisoryJson.digest(written));
        assertThat(AdvisoryJson.content(AdvisoryJson.text(imported)).source()).isNotNull();
    }

    @Test
    void whatCannotBePrintedIsRefusedWithThePlace() {
        assertThatThrownBy(() -> Printing.checkNesting(Contents.full(Tlp.GREEN, ">".repeat(100) + " deep")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.UNPROCESSABLE);
                    assertThat(refused.errors())
                            .extracting(ProblemError::pointer)
                            .containsExactly("/content/summary");
                });
        Printing.checkNesting(Contents.full(Tlp.GREEN, "> said\n> > before"));
    }

    @Test
    void digestDoesNotTellWhatIsGatheredNorForWhom() {
        AdvisoryContent content = Contents.plain(Tlp.AMBER);
        Wording few = new Wording(content, Audience.ofCommunity(new CommunityId("few")), List.of());
        Wording many = new Wording(
                content,
                Audience.ofCommunity(new CommunityId("many")),
                List.of(new GatheredObject("ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd", null)));

        assertThat(AdvisoryJson.digest(few.content())).isEqualTo(AdvisoryJson.digest(many.content()));
    }

    @Test
    void productIsNotBothAffectedAndFixed() {
        assertThatThrownBy(() -> vulnerability(
                        new Statuses("known_affected", List.of("p")), new Statuses("fixed", List.of("p"))))
                .hasMessageContaining("cannot be both affected and fixed");
        assertThat(vulnerability(
                                new Statuses("known_affected", List.of("p")),
                                new Statuses("first_affected", List.of("p")))
                        .statuses())
                .hasSize(2);
    }

    private static Vulnerability vulnerability(Statuses... statuses) {
        return new Vulnerability("CVE-2026-10001", null, List.of(), null, List.of(statuses), List.of());
    }

    @Test
    void vulnerabilityNamesOnlyProductsThatThereAre() {
        assertThatThrownBy(() -> new AdvisoryContent(
                        "T",
                        "en",
                        new TlpLabel(Tlp.CLEAR),
                        "S",
                        List.of(),
                        List.of(),
                        List.of(new Product("q", "V", "N", null, null, null, null)),
                        List.of(vulnerability(new Statuses("fixed", List.of("p")))),
                        List.of(),
                        List.of(),
                        null))
                .hasMessageContaining("not in products: p");
    }

    @Test
    void addressesAreOfTheWebOnly() {
        for (String hostile : Set.of(
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "//example.org",
                "https://u:p@x.org")) {
            assertThatThrownBy(() -> new Reference("r", hostile)).hasMessageContaining("http or https");
        }
    }

    @Test
    void strictAdvisoryNeedsAnAudience() {
        assertThatThrownBy(() -> new Wording(Contents.plain(Tlp.AMBER), Audience.OPEN, List.of()))
                .hasMessageContaining("needs an audience");
        assertThatThrownBy(() ->
                        new Wording(Contents.plain(Tlp.RED), Audience.ofCommunity(new CommunityId("c")), List.of()))
                .hasMessageContaining("one by one");
        Audience named = Audience.of(Set.of(), Set.of(new PartnerId("xa-cert")), Set.of());
        assertThat(new Wording(Contents.plain(Tlp.RED), named, List.of()).audience())
                .isEqualTo(named);
        assertThat(new Wording(Contents.plain(Tlp.GREEN), Audience.OPEN, List.of())
                        .audience()
                        .open())
                .isTrue();
    }
}
