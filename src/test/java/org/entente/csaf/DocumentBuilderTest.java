package org.entente.csaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.advisory.TrackingId;
import org.entente.csaf.Provider.PublisherIdentity;
import org.entente.csaf.document.CsafDocument;
import org.entente.csaf.document.CsafReader;
import org.entente.csaf.document.Samples;
import org.entente.csaf.document.Weaknesses;
import org.entente.stix.Corpus;
import org.entente.stix.Finding;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Whatever an advisory says, its document keeps the standard and says it too; a document becomes an advisory that says the same. */
class DocumentBuilderTest {

    private static final String DIGEST = "ab".repeat(32);

    private final CsafReader reader = new CsafReader(Weaknesses.unknown());

    @Test
    void everyAdvisoryBecomesADocumentThatKeepsEveryMandatoryTest() {
        Contents.all()
                .forEach((name, content) -> assertThat(
                                reader.check(document(content)).findings())
                        .as(name)
                        .isEmpty());
    }

    @Test
    void everyAdvisoryBecomesADocumentThatTheValidatorOfOthersAccepts() {
        Map<String, byte[]> documents = new TreeMap<>();
        Contents.all().forEach((name, content) -> documents.put(name, document(content)));

        assertThat(ForeignValidator.verdicts(documents))
                .hasSize(documents.size())
                .allSatisfy((name, failed) -> assertThat(failed).as(name).isEmpty());
    }

    @Test
    void documentSaysWhatTheAdvisorySays() throws IOException {
        JsonNode root = new ObjectMapper().readTree(document(Contents.all().get("whole")));

        assertThat(root.at("/document/category").textValue()).isEqualTo("csaf_security_advisory");
        assertThat(root.at("/document/distribution/tlp/label").textValue()).isEqualTo("WHITE");
        assertThat(root.at("/document/tracking/version").textValue()).isEqualTo("2");
        assertThat(root.at("/document/tracking/revision_history")).hasSize(2);
        assertThat(root.at("/document/notes").findValuesAsText("text"))
                .contains("In *short*.\n\n<script>alert(1)</script>", "More.", "En bref.", "Plus.", DIGEST);
        JsonNode flaw = root.at("/vulnerabilities/0");
        assertThat(flaw.at("/cve").textValue()).isEqualTo("CVE-2026-1234");
        assertThat(flaw.at("/scores/0/cvss_v3/baseScore").decimalValue()).isEqualByComparingTo("9.8");
        assertThat(flaw.at("/scores/0/products").toString()).isEqualTo("[\"P1\",\"P4\",\"P2\"]");
        assertThat(flaw.at("/notes").findValuesAsText("text"))
                .as("what CSAF 2.0 cannot score is told all the same")
                .contains(
                        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
                        "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N");
        assertThat(flaw.at("/remediations/1/product_ids").toString()).isEqualTo("[\"P1\",\"P4\",\"P2\"]");
        assertThat(root.at("/product_tree").findValuesAsText("product_id"))
                .containsExactlyInAnyOrder("P1", "P2", "P3", "P4");
    }

    @Test
    void profileFollowsWhatThereIsToSay() throws IOException {
        Map<String, String> categories = new TreeMap<>();
        for (Map.Entry<String, AdvisoryContent> content : Contents.all().entrySet()) {
            JsonNode root = new ObjectMapper().readTree(document(content.getValue()));
            categories.put(content.getKey(), root.at("/document/category").textValue());
        }

        assertThat(categories)
                .containsEntry("least", "csaf_base")
                .containsEntry("informing", "csaf_informational_advisory")
                .containsEntry("no-status", "csaf_base")
                .containsEntry("no-products", "csaf_base")
                .containsEntry("whole", "csaf_security_advisory");
    }

    @Test
    void markingThatCsafDoesNotKnowHasNoLabel() {
        assertThat(Label.of(Tlp.CLEAR)).contains(Label.WHITE);
        assertThat(Label.of(Tlp.AMBER)).contains(Label.AMBER);
        assertThat(Label.of(Tlp.AMBER_STRICT)).isEmpty();
    }

    @Test
    void documentBecomesAnAdvisoryThatSaysTheSame() {
        CsafDocument document =
                reader.check(Samples.bytes(Samples.sound())).document().orElseThrow();

        AdvisoryContent content = ImportedContent.of(document, source(), Tlp.CLEAR);

        assertThat(content.title()).isEqualTo("Flaw in the gateway");
        assertThat(content.summary()).isEqualTo("In short.");
        assertThat(content.cves()).containsExactly("CVE-2026-1234");
        assertThat(content.products()).hasSize(4);
        assertThat(content.products().get(0).vendor()).isEqualTo("Maker");
        assertThat(content.products().get(0).version()).isEqualTo("1.0");
        assertThat(content.vulnerabilities().get(0).remediations().get(0).products())
                .containsExactly("P1", "P2");
        assertThat(content.vulnerabilities().get(0).cvss()).hasSize(1);
        assertThat(ImportedContent.of(document, source(), Tlp.CLEAR)).isEqualTo(content);
    }

    @Test
    void hostileDocumentIsImportedWithoutAFailureThatNobodyCanRead() {
        CsafDocument document = reader.check(
                        Samples.bytes(
                                Samples.with(
                                        Samples.with(
                                                "/document/title", "\"\\u0000\\ud800\\n" + "x".repeat(5000) + "\""),
                                        "/vulnerabilities",
                                        "[{}, {\"title\":7}, {\"cve\":\"CVE-1\"}, 3, {\"remediations\":[{\"category\":\"workaround\",\"details\":\"\\r\\n\"}]}]")))
                .document()
                .orElseThrow();

        AdvisoryContent content = ImportedContent.of(document, source(), Tlp.GREEN);

        assertThat(content.title()).hasSizeLessThanOrEqualTo(300).doesNotContain("\n");
        assertThat(content.vulnerabilities()).isNotEmpty();
    }

    @Test
    void realAdvisoriesAreShownWithAllThatTheyAreAbout() throws IOException {
        Map<String, byte[]> written = new TreeMap<>();
        try (Stream<Path> files = Files.list(Corpus.path("csaf/cisa-2023"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                JsonNode original = new ObjectMapper().readTree(file.toFile());
                CsafDocument document =
                        reader.check(Files.readAllBytes(file)).document().orElseThrow();
                AdvisoryContent content = ImportedContent.of(document, source(), Tlp.CLEAR);
                assertThat(content.title())
                        .isEqualTo(original.at("/document/title").textValue().strip());
                assertThat(content.cves())
                        .hasSameElementsAs(original.at("/vulnerabilities").findValuesAsText("cve"));
                assertThat(content.vulnerabilities().stream()
                                .mapToInt(one -> one.remediations().size())
                                .sum())
                        .isEqualTo(original.at("/vulnerabilities").findValues("remediations").stream()
                                .mapToInt(JsonNode::size)
                                .sum());
                assertThat(content.products())
                        .hasSameSizeAs(original.at("/product_tree").findValues("product_id"));
                assertThat(content.sections().size() + 1)
                        .isEqualTo(original.at("/document/notes").size());
                byte[] own = document(content);
                assertThat(reader.check(own).findings()).as(file.toString()).noneMatch(Finding::isError);
                written.put(document.trackingId(), own);
            }
        }
        assertThat(written).hasSize(60);
    }

    private static SourceDocument source() {
        return new SourceDocument(ImportsResource.MEDIA_TYPE, "0".repeat(64));
    }

    private static byte[] document(AdvisoryContent content) {
        return DocumentBuilder.document(
                new Issue(
                        new TrackingId("ENTENTE-2026-K7Q4-M2XD"),
                        content,
                        DIGEST,
                        List.of(
                                new Issue.Revision(1, Instant.parse("2026-05-04T10:00:00Z")),
                                new Issue.Revision(2, Instant.parse("2026-05-04T10:00:00.001Z"))),
                        "https://exchange.example/.well-known/csaf/white/2026/entente-2026-k7q4-m2xd.json",
                        new PublisherIdentity(
                                "coordinator",
                                "CERT XA",
                                "https://exchange.example",
                                Optional.of("By mail."),
                                Optional.empty())),
                Label.WHITE);
    }
}
