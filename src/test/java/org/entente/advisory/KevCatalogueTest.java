package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KevCatalogueTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Test
    void catalogueThatIsCutOffIsRefused() {
        assertThatThrownBy(() -> read(catalogue(2, "CVE-2026-10001", "Unknown")))
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> read(catalogue(1, "CVE-1", "Unknown"))).hasMessageContaining("cveID");
    }

    @Test
    void ransomwareIsKnownWhereTheCatalogueSaysSo() throws JsonProcessingException {
        assertThat(read(catalogue(1, "CVE-2026-10001", "Known")).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.ransomware()).isTrue());
        assertThat(read(catalogue(1, "CVE-2026-10001", "Unknown")).entries()).noneMatch(KevEntry::ransomware);
    }

    @Test
    void publishedCatalogueIsReadWhole() throws IOException {
        Path published = corpus().resolve("kev.json");
        assumeTrue(Files.exists(published), "There is no corpus here: set entente.corpus to its folder");

        KevCatalogue read = JSON.readValue(Files.readAllBytes(published), KevCatalogue.class);

        assertThat(read.entries()).hasSize(read.count()).hasSizeGreaterThan(1_000);
    }

    private static Path corpus() {
        return Path.of(System.getProperty("entente.corpus", "../shared/corpus"));
    }

    private static KevCatalogue read(String json) throws JsonProcessingException {
        return JSON.readValue(json, KevCatalogue.class);
    }

    static String catalogue(int count, String cve, String ransomware) {
        return """
                {"title": "Catalogue", "catalogVersion": "2026.03.01", "dateReleased": "2025-08-25T17:04:19.9796Z", "count": %d,
                 "vulnerabilities": [{"cveID": "%s", "vendorProject": "Acme", "product": "Gateway", "vulnerabilityName":
                 "Acme Gateway", "dateAdded": "2026-02-01", "shortDescription": "It is.", "requiredAction": "Update.",
                 "dueDate": "2026-02-21", "knownRansomwareCampaignUse": "%s", "notes": "", "cwes": []}]}
                """.formatted(count, cve, ransomware);
    }
}
