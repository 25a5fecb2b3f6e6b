package org.entente.csaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.entente.csaf.document.CsafReader;
import org.entente.csaf.document.Weaknesses;
import org.entente.stix.Corpus;
import org.entente.stix.Finding;
import org.junit.jupiter.api.Test;

/** On the standard's own cases the exchange and the validator of others agree which documents are right. */
class ForeignVerdictsTest {

    @Test
    void bothAgreeOnTheStandardsCases() throws IOException {
        CsafReader reader = new CsafReader(Weaknesses.unknown());
        Map<String, byte[]> documents = new HashMap<>();
        for (JsonNode test : Corpus.json("csaf/2.0/testcases.json")) {
            // Needs the list of weaknesses, which the exchange is given by its operators.
            if (!test.path("id").textValue().equals("6.1.11")) {
                for (JsonNode one : test.path("cases")) {
                    String name = one.path("name").textValue();
                    documents.put(name.replace('/', '-'), Files.readAllBytes(Corpus.path("csaf/2.0/" + name)));
                }
            }
        }

        ForeignValidator.verdicts(documents)
                .forEach((name, failed) -> assertThat(
                                reader.check(documents.get(name.replaceFirst("\\.json$", ""))).findings().stream()
                                        .noneMatch(Finding::isError))
                        .as(name + " " + failed)
                        .isEqualTo(failed.isEmpty()));
    }
}
