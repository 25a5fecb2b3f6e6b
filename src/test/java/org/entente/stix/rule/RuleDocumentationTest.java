package org.entente.stix.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.entente.stix.json.Flaw;
import org.junit.jupiter.api.Test;

class RuleDocumentationTest {
    @Test
    void everyRuleIsDocumented() throws IOException {
        // Given
        String page = Files.readString(Path.of("docs", "stix.md"));

        // When
        Stream<String> rules = Stream.concat(
                Stream.of(Rule.values()).map(Rule::slug),
                Stream.of(Flaw.Kind.values()).map(Flaw.Kind::rule));

        // Then
        assertThat(rules).allSatisfy(rule -> assertThat(page).contains("`" + rule + "`"));
    }
}
