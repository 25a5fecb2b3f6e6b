package org.entente.stix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The cases of the shared corpus that come with a verdict. */
class CorpusTest {
    private final StixReader reader = new StixReader(StixLimits.defaults());

    @Test
    void verdictsOfValidatorCasesAreKept() throws IOException {
        // Given
        List<JsonNode> cases = Corpus.lines("stix/validator_cases.jsonl");

        // When
        List<String> wrong = new ArrayList<>();
        for (JsonNode each : cases) {
            List<Finding> errors = errors(each.get("instance"));
            if (errors.isEmpty() != each.get("must_valid").asBoolean()) {
                wrong.add(each.get("test").asText() + " " + each.get("must_errors") + " " + errors + " "
                        + each.get("instance"));
            }
        }

        // Then
        assertThat(cases).hasSize(145);
        assertThat(wrong).isEmpty();
    }

    private List<Finding> errors(JsonNode instance) throws IOException {
        byte[] bytes = Corpus.MAPPER.writeValueAsBytes(instance);
        if (instance.path("type").asText().equals("bundle")) {
            return bodyErrors(reader.readBundle(bytes));
        }
        return errorsOf(reader.readObject(bytes));
    }

    private static List<Finding> bodyErrors(StixBody body) {
        if (body instanceof StixBody.Unreadable unreadable) {
            return List.of(unreadable.finding());
        }
        StixBody.Read read = (StixBody.Read) body;
        List<Finding> errors = new ArrayList<>(read.findings());
        read.candidates().forEach(candidate -> errors.addAll(errorsOf(candidate)));
        return errors.stream().filter(Finding::isError).toList();
    }

    private static List<Finding> errorsOf(Candidate candidate) {
        return candidate.findings().stream().filter(Finding::isError).toList();
    }

    @Test
    void deterministicIdsAreThoseOfTheStandard() throws IOException {
        // Given
        JsonNode examples = Corpus.json("stix/sco_uuidv5_spec_examples.json");

        // When
        List<String> wrong = new ArrayList<>();
        for (JsonNode example : examples) {
            byte[] observable = Corpus.MAPPER.writeValueAsBytes(example.get("object"));
            String found = DeterministicIds.of(observable).map(StixId::toString).orElse("none");
            if (!found.equals(example.get("id").asText())) {
                wrong.add(example + " " + found);
            }
        }

        // Then
        assertThat(examples).hasSize(59);
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyExampleOfTheStandardIsAccepted() {
        // Given
        List<Path> bundles = Corpus.bundles("oasis-examples");

        // When
        List<String> refused = new ArrayList<>();
        for (Path bundle : bundles) {
            List<Finding> errors = bodyErrors(reader.readBundle(Corpus.bytes(bundle)));
            errors.forEach(error -> refused.add(bundle.getFileName() + " " + error));
        }

        // Then
        assertThat(bundles).isNotEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void tlp2MarkingsArePublishedInstances() throws IOException {
        // Given
        JsonNode markings = Corpus.json("stix/tlp2-markings.json");

        // When
        List<String> read = new ArrayList<>();
        for (JsonNode marking : markings) {
            Candidate candidate = reader.readObject(Corpus.MAPPER.writeValueAsBytes(marking));
            read.add(
                    candidate instanceof Candidate.Valid valid
                            ? valid.object()
                                    .markingDefinition()
                                    .map(Object::toString)
                                    .orElse("")
                            : candidate.findings().toString());
        }

        // Then
        assertThat(read.stream().collect(Collectors.joining(" ")))
                .isEqualTo("TlpLevel[level=CLEAR] TlpLevel[level=GREEN] TlpLevel[level=AMBER]"
                        + " TlpLevel[level=AMBER_STRICT] TlpLevel[level=RED]");
    }
}
