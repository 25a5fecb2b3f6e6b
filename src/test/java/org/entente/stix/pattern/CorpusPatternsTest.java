package org.entente.stix.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.entente.stix.Corpus;
import org.junit.jupiter.api.Test;

/** The patterns of the shared corpus that come with a verdict. */
class CorpusPatternsTest {
    @Test
    void patternsParseOrFailAsTheCorpusSays() {
        // Given
        JsonNode patterns = Corpus.json("stix/patterns.json");

        // When
        List<String> wrong = new ArrayList<>();
        for (JsonNode pass : patterns.get("pass")) {
            PatternResult result = PatternParser.parse(pass.asText());
            if (!(result instanceof PatternResult.Parsed parsed)) {
                wrong.add(pass + " " + result);
            } else if (!PatternParser.parse(PatternPrinter.print(parsed.expression()))
                    .equals(result)) {
                wrong.add(pass + " prints otherwise");
            }
        }
        for (JsonNode fail : patterns.get("fail")) {
            if (PatternParser.parse(fail.get("pattern").asText()) instanceof PatternResult.Parsed) {
                wrong.add(fail.toString());
            }
        }

        // Then
        assertThat(patterns.get("pass")).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    @Test
    void equivalenceIsAsTheCorpusSays() {
        // Given
        JsonNode pairs = Corpus.json("stix/pattern_equivalence.json");

        // When
        List<String> wrong = new ArrayList<>();
        for (JsonNode pair : pairs) {
            boolean equivalent = CanonicalPattern.equivalent(
                    parsed(pair.get("a").asText()), parsed(pair.get("b").asText()));
            if (equivalent != pair.get("equivalent").asBoolean()) {
                wrong.add(pair.toString());
            }
        }

        // Then
        assertThat(pairs).hasSize(27);
        assertThat(wrong).isEmpty();
    }

    private static ObservationExpression parsed(String pattern) {
        return ((PatternResult.Parsed) PatternParser.parse(pattern)).expression();
    }
}
