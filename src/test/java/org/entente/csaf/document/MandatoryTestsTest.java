package org.entente.csaf.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.stix.Corpus;
import org.entente.stix.Finding;
import org.entente.stix.Severity;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a document is found by the test of section 6.1 that says so, at its place. */
class MandatoryTestsTest {

    private static final Weaknesses SOME = new Weaknesses(
            Map.of("CWE-79", "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')"),
            true);

    private final CsafReader reader = new CsafReader(SOME);

    @Test
    void soundDocumentHasNoFindingsAndSaysWhatItIs() {
        CsafReader.Checked checked = reader.check(Samples.bytes(Samples.sound()));

        assertThat(checked.findings()).isEmpty();
        CsafDocument document = checked.document().orElseThrow();
        assertThat(document.trackingId()).isEqualTo("XA-2026-0001");
        assertThat(document.fileName()).isEqualTo("xa-2026-0001.json");
        assertThat(document.tlp()).contains(Tlp.CLEAR);
        assertThat(document.products()).extracting(CsafDocument.Product::id).containsExactly("P1", "P2", "P3", "P4");
        assertThat(document.vulnerabilities()).singleElement().satisfies(one -> {
            assertThat(one.cve()).contains("CVE-2026-1234");
            assertThat(one.remediations()).hasSize(1);
            assertThat(one.cvssVectors()).containsExactly("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "6.1.1 | /vulnerabilities/0/product_status/known_affected/0 | /vulnerabilities/0/product_status/known_affected | ['P9']",
                "6.1.1 | /vulnerabilities/0/scores/0/products/0 | /vulnerabilities/0/scores/0/products | ['P9']",
                "6.1.2 | /product_tree/full_product_names/0/product_id | /product_tree/full_product_names/0/product_id | 'P1'",
                "6.1.3 | /product_tree/relationships/0/full_product_name/product_id | /product_tree/relationships/0/relates_to_product_reference | 'P4'",
                "6.1.4 | /vulnerabilities/0/remediations/0/group_ids/0 | /vulnerabilities/0/remediations/0/group_ids | ['G9']",
                "6.1.5 | /product_tree/product_groups/1/group_id | /product_tree/product_groups/- | {'group_id':'G1','product_ids':['P1','P3']}",
                "6.1.6 | /vulnerabilities/0/product_status/known_affected/0 | /vulnerabilities/0/product_status/fixed | ['P1']",
                "6.1.7 | /vulnerabilities/0/scores/1/products/0 | /vulnerabilities/0/scores/- | {'products':['P1'],'cvss_v3':{'version':'3.1','baseScore':9.8,'baseSeverity':'CRITICAL','vectorString':'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'}}",
                "6.1.8 | /vulnerabilities/0/scores/0/cvss_v3 | /vulnerabilities/0/scores/0/cvss_v3/baseSeverity | ``",
                "6.1.8 | /vulnerabilities/0/scores/0/cvss_v3/vectorString | /vulnerabilities/0/scores/0/cvss_v3/vectorString | 'CVSS:3.1/AV:N'",
                "6.1.9 | /vulnerabilities/0/scores/0/cvss_v3/baseScore | /vulnerabilities/0/scores/0/cvss_v3/baseScore | 9.7",
                "6.1.9 | /vulnerabilities/0/scores/0/cvss_v3/baseSeverity | /vulnerabilities/0/scores/0/cvss_v3/baseSeverity | 'HIGH'",
                "6.1.10 | /vulnerabilities/0/scores/0/cvss_v3/attackVector | /vulnerabilities/0/scores/0/cvss_v3/attackVector | 'LOCAL'",
                "6.1.11 | /vulnerabilities/0/cwe/name | /vulnerabilities/0/cwe/name | 'Improper Input Validation'",
                "6.1.11 | /vulnerabilities/0/cwe/id | /vulnerabilities/0/cwe/id | 'CWE-999999'",
                "6.1.12 | /document/lang | /document/lang | 'EZ'",
                "6.1.13 | /product_tree/full_product_names/0/product_identification_helper/purl | /product_tree/full_product_names/0/product_identification_helper | {'purl':'pkg:maven/@1.3.4'}",
                "6.1.14 | /document/tracking/revision_history/0/number | /document/tracking/revision_history | [{'date':'2026-05-05T10:00:00Z','number':'1','summary':'a'},{'date':'2026-05-04T10:00:00Z','number':'2','summary':'b'}]",
                "6.1.15 | /document/source_lang | /document/publisher/category | 'translator'",
                "6.1.16 | /document/tracking/version | /document/tracking/version | '2'",
                "6.1.17 | /document/tracking/status | /document/tracking/version | '0'",
                "6.1.18 | /document/tracking/revision_history/0/number | /document/tracking/revision_history | [{'date':'2026-05-04T10:00:00Z','number':'0','summary':'a'},{'date':'2026-05-05T10:00:00Z','number':'1','summary':'b'}]",
                "6.1.19 | /document/tracking/revision_history/0/number | /document/tracking/revision_history | [{'date':'2026-05-04T10:00:00Z','number':'1.0.0-rc','summary':'a'}]",
                "6.1.20 | /document/tracking/version | /document/tracking | TRACKING",
                "6.1.21 | /document/tracking/revision_history/1/number | /document/tracking/revision_history | [{'date':'2026-05-04T10:00:00Z','number':'1','summary':'a'},{'date':'2026-05-05T10:00:00Z','number':'3','summary':'b'}]",
                "6.1.22 | /document/tracking/revision_history/1/number | /document/tracking/revision_history/- | {'date':'2026-05-05T10:00:00Z','number':'1','summary':'b'}",
                "6.1.23 | /vulnerabilities/1/cve | /vulnerabilities/- | {'cve':'CVE-2026-1234'}",
                "6.1.24 | /vulnerabilities/0/involvements/1 | /vulnerabilities/0/involvements | [{'party':'vendor','status':'open','date':'2026-05-04T10:00:00Z'},{'party':'vendor','status':'completed','date':'2026-05-04T12:00:00+02:00'}]",
                "6.1.25 | /product_tree/full_product_names/0/product_identification_helper/hashes/0/file_hashes/1 | /product_tree/full_product_names/0/product_identification_helper | {'hashes':[{'filename':'a','file_hashes':[{'algorithm':'sha256','value':'00000000000000000000000000000000'},{'algorithm':'sha256','value':'00000000000000000000000000000001'}]}]}",
                "6.1.26 | /document/category | /document/category | 'Security Advisory'",
                "6.1.26 | /document/category | /document/category | 'csaf_other'",
                "6.1.27.1 | /document/notes | /document | INFORMATIONAL",
                "6.1.27.2 | /document/references | /document | INFORMATIONAL",
                "6.1.27.3 | /vulnerabilities | /document/category | 'csaf_informational_advisory'",
                "6.1.27.4 | /product_tree | /product_tree | ``",
                "6.1.27.5 | /vulnerabilities/0 | /vulnerabilities/0/notes | ``",
                "6.1.27.6 | /vulnerabilities/0 | /vulnerabilities/0/product_status | ``",
                "6.1.27.7 | /vulnerabilities/0/product_status | VEX/vulnerabilities/0/product_status | {'recommended':['P1']}",
                "6.1.27.8 | /vulnerabilities/0 | VEX/vulnerabilities/0/cve | ``",
                "6.1.27.9 | /vulnerabilities/0/product_status/known_not_affected/0 | VEX/vulnerabilities/0/product_status | {'known_not_affected':['P1']}",
                "6.1.27.10 | /vulnerabilities/0/product_status/known_affected/0 | VEX/vulnerabilities/0/remediations | ``",
                "6.1.27.11 | /vulnerabilities | /vulnerabilities | ``",
                "6.1.28 | /document/source_lang | /document/source_lang | 'en'",
                "6.1.29 | /vulnerabilities/0/remediations/0 | /vulnerabilities/0/remediations | [{'category':'workaround','details':'Wait.'}]",
                "6.1.30 | /document/tracking/revision_history/0/number | /document/tracking/version | '1.0.0'",
                "6.1.31 | /product_tree/branches/0/branches/0/name | /product_tree/branches/0/branches/0/name | 'prior to 4.2'",
                "6.1.32 | /vulnerabilities/0/flags/0 | /vulnerabilities/0/flags | [{'label':'component_not_present'}]",
                "6.1.33 | /vulnerabilities/0/flags/1 | /vulnerabilities/0/flags | [{'label':'component_not_present','group_ids':['G1']},{'label':'vulnerable_code_not_present','product_ids':['P1']}]",
            })
    void brokenRuleIsFoundByItsTestAtItsPlace(String test, String place, String changed, String value) {
        ObjectNode document = Samples.sound();
        if (changed.startsWith("VEX")) {
            Samples.with(document, "/document/category", "\"csaf_vex\"");
        }
        if ("INFORMATIONAL".equals(value)) {
            Samples.with(document, "/document/category", "\"csaf_informational_advisory\"");
            ((ObjectNode) document.at("/document")).remove(List.of("notes", "references"));
        } else if ("TRACKING".equals(value)) {
            Samples.with(document, "/document/tracking/version", "\"1.0.0-alpha\"");
            Samples.with(document, "/document/tracking/revision_history/0/number", "\"1.0.0\"");
        } else {
            String json = value == null ? "" : value.replace('\'', '"').replace('`', '"');
            Samples.with(document, changed.replaceFirst("^VEX", ""), json);
        }

        List<Finding> findings = reader.check(Samples.bytes(document)).findings();

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.rule()).isEqualTo("csaf-" + test);
            assertThat(finding.pointer()).isEqualTo(place);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/document/title | ''",
                "/document/csaf_version | '2.1'",
                "/document/distribution/tlp/label | 'CLEAR'",
                "/document/publisher/namespace | 'no address'",
                "/document/tracking/current_release_date | '2026-02-30T10:00:00Z'",
                "/document/tracking/version | '01'",
                "/document/category | '_x'",
                "/vulnerabilities/0/cve | 'CVE-26-1'",
                "/product_tree/full_product_names/0/product_identification_helper | {'cpe':'cpe:2.3:a:maker'}",
                "/vulnerabilities/0/remediations/0/category | 'hope'",
                "/vulnerabilities/0/product_status/fixed | ['P2','P2']",
                "/product_tree/branches/0/name | 7",
                "/vulnerabilities | {}",
            })
    void valueOfAnotherShapeBreaksTheSchemaThere(String place, String value) {
        byte[] document = Samples.bytes(Samples.with(place, value.replace('\'', '"')));

        assertThat(reader.check(document).findings()).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("csaf-schema");
            assertThat(finding.pointer()).startsWith(place);
        });
    }

    @Test
    void withoutAListNameOfAWeaknessIsSaidNotToHaveBeenChecked() {
        CsafReader.Checked checked = new CsafReader(Weaknesses.unknown()).check(Samples.bytes(Samples.sound()));

        assertThat(checked.isValid()).isTrue();
        assertThat(checked.findings()).extracting(Finding::rule).containsExactly("csaf-6.1.11");
    }

    @Test
    void whatIsNoDocumentAtAllIsSaidSo() {
        Stream.of("", "[]", "{", "{\"a\":1,\"a\":2}", "[".repeat(5000), "{} {}").forEach(text -> {
            CsafReader.Checked checked = reader.check(text.getBytes(StandardCharsets.UTF_8));
            assertThat(checked.document()).as(text).isEmpty();
            assertThat(checked.isValid()).as(text).isFalse();
            assertThat(checked.findings()).as(text).hasSize(1);
        });
        assertThat(reader.check(new byte[] {'"', (byte) 0xC0, '"'}).document()).isEmpty();
    }

    @Test
    void longChainOfRelationshipsAndHostileTextsAreCheckedInTime() {
        ObjectNode document = Samples.sound();
        StringBuilder chain = new StringBuilder("[");
        for (int i = 0; i < 50_000; i++) {
            chain.append(i == 0 ? "" : ",")
                    .append(
                            "{\"category\":\"installed_on\",\"product_reference\":\"P1\",\"relates_to_product_reference\":\"R")
                    .append((i + 1) % 50_000)
                    .append("\",\"full_product_name\":{\"name\":\"x\",\"product_id\":\"R")
                    .append(i)
                    .append("\"}}");
        }
        Samples.with(document, "/product_tree/relationships", chain + "]");
        String hostile = "\"cpe:2.3:a:" + "\\\\:".repeat(2000) + "\"";
        Samples.with(
                document,
                "/product_tree/full_product_names/0/product_identification_helper",
                "{\"cpe\":" + hostile + "}");
        byte[] bytes = Samples.bytes(document);

        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(reader.check(bytes).findings())
                        .extracting(Finding::rule)
                        .contains("csaf-6.1.3", "csaf-more"));
    }

    @Test
    void standardsOwnCasesPassAndFailAsTheyMust() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode test : Corpus.json("csaf/2.0/testcases.json")) {
            String rule = "csaf-" + test.path("id").textValue();
            for (JsonNode one : test.path("cases")) {
                Path file = Corpus.path("csaf/2.0/" + one.path("name").textValue());
                List<Finding> errors = reader.check(Files.readAllBytes(file)).findings().stream()
                        .filter(Finding::isError)
                        .toList();
                boolean passes = one.path("valid").booleanValue()
                        ? errors.isEmpty()
                        : errors.stream().anyMatch(finding -> finding.rule().equals(rule));
                if (!passes) {
                    wrong.add(file.getFileName() + " " + rule + " " + errors);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void realAdvisoriesKeepEveryRule() throws IOException {
        try (Stream<Path> files = Files.list(Corpus.path("csaf/cisa-2023"))) {
            List<Path> documents =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(documents).hasSize(60);
            CsafReader anyName = new CsafReader(Weaknesses.unknown());
            for (Path file : documents) {
                CsafReader.Checked checked = anyName.check(Files.readAllBytes(file));
                assertThat(checked.findings()).as(file.toString()).noneMatch(Finding::isError);
                assertThat(checked.document().orElseThrow().fileName())
                        .isEqualTo(file.getFileName().toString());
            }
        }
    }
}
