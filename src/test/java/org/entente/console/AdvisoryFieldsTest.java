package org.entente.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.TrackingId;
import org.entente.advisory.Wording.Names;
import org.entente.http.ProblemException;
import org.junit.jupiter.api.Test;

class AdvisoryFieldsTest {

    private static final String CONTENT = """
            {"title": "A | bar and \\\\n a backslash", "language": "en", "tlp": "TLP:GREEN", "summary": "One\\n\\ntwo",
             "sections": [{"title": "Look", "category": "details", "text": "- a\\n- b"}],
             "translations": [{"language": "fr", "title": "Barre", "summary": "Un"}],
             "products": [{"id": "gw", "vendor": "A|B", "name": "C:\\\\new\\\\|", "versionRange": "before 9.2"},
                          {"id": "sw", "vendor": "A", "name": "S", "version": "1", "purl": "pkg:npm/s@1"}],
             "vulnerabilities": [
               {"cve": "CVE-2024-3400", "cvss": [{"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "products": ["gw"]}],
                "notes": "n\\nm", "statuses": [{"status": "known_affected", "products": ["gw", "sw"]}],
                "remediations": [{"category": "vendor_fix", "details": "Update.\\n\\n1. a | b", "products": ["gw"],
                                  "url": "https://example.org/a"},
                                 {"category": "workaround", "details": "Wait."}]},
               {"title": "Without one"}],
             "references": [{"summary": "Vendor | more", "url": "https://example.org/x"}],
             "acknowledgments": [{"names": ["N"], "organization": "O"}]}
            """;

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final AdvisoryFields fields = new AdvisoryFields(json);

    @Test
    void nothingIsLostByOpeningTheEditorAndSaving() throws Exception {
        AdvisoryContent content = json.readValue(CONTENT, AdvisoryContent.class);

        AdvisoryForm form = AdvisoryForm.of(sent(fields.form(view(content)).withBlanks(3)));
        JsonNode body = json.valueToTree(fields.body(form));

        assertThat(json.treeToValue(body.path("content"), AdvisoryContent.class))
                .isEqualTo(content);
        assertThat(body.path("audience").path("communities").path(1).asText()).isEqualTo("two");
    }

    @Test
    void whatSomebodyElseWroteIsNamedByItsField() throws Exception {
        AdvisoryContent content = json.readValue(CONTENT, AdvisoryContent.class);
        AdvisoryForm own = fields.form(view(content));
        AdvisoryForm theirs = fields.form(
                view(json.readValue(CONTENT.replace("One", "Other").replace("- b", "- c"), AdvisoryContent.class)));

        assertThat(own.differences(theirs))
                .extracting(AdvisoryForm.Difference::label)
                .containsExactly("Summary", "Section 1");
        assertThat(own.differences(own)).isEmpty();
    }

    @Test
    void linesWithTooManyPartsAndJsonOfOtherThingsAreRefusedAndNamed() {
        AdvisoryForm form = AdvisoryForm.of(new Form(Map.of("references", List.of("a | b\nc | d | e"))));
        AdvisoryForm other = AdvisoryForm.of(new Form(Map.of("further", List.of("{\"title\": \"x\"}"))));

        assertThatThrownBy(() -> fields.body(form))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(
                                        Places.words(refused.errors().get(0).pointer()))
                                .isEqualTo("Reference 2"));
        assertThatThrownBy(() -> fields.body(other)).isInstanceOf(ProblemException.class);
    }

    private static AdvisoryView view(AdvisoryContent content) {
        return new AdvisoryView(
                TrackingId.tryParse("ENTENTE-2026-K7Q4-M2XD").orElseThrow(),
                "report--0",
                "draft",
                1,
                null,
                1,
                content,
                new Names(List.of("one", "two"), List.of(), List.of(), List.of()),
                List.of(),
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    /** As a browser sends it, with the line ends that browsers send. */
    private static Form sent(AdvisoryForm form) {
        Map<String, List<String>> sent = new java.util.HashMap<>();
        sent.put("title", List.of(form.title()));
        sent.put("language", List.of(form.language()));
        sent.put("tlp", List.of(form.tlp()));
        sent.put("summary", browser(form.summary()));
        sent.put("products", browser(form.products()));
        sent.put("references", browser(form.references()));
        sent.put("further", browser(form.further()));
        sent.put("communities", List.of(form.communities()));
        for (int i = 0; i < form.sections().size(); i++) {
            AdvisoryForm.SectionRow row = form.sections().get(i);
            sent.put("section." + i + ".title", List.of(row.title()));
            sent.put("section." + i + ".category", List.of(row.category()));
            sent.put("section." + i + ".text", browser(row.text()));
        }
        for (int i = 0; i < form.vulnerabilities().size(); i++) {
            AdvisoryForm.VulnerabilityRow row = form.vulnerabilities().get(i);
            String at = "vulnerability." + i + ".";
            sent.put(at + "cve", List.of(row.cve()));
            sent.put(at + "title", List.of(row.title()));
            sent.put(at + "notes", browser(row.notes()));
            sent.put(at + "cvss", browser(row.cvss()));
            sent.put(at + "statuses", browser(row.statuses()));
            sent.put(at + "remediations", browser(row.remediations()));
        }
        return new Form(sent);
    }

    private static List<String> browser(String text) {
        return new ArrayList<>(List.of(text.lines().collect(Collectors.joining("\r\n"))));
    }
}
