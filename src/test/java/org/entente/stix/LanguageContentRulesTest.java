package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageContentRulesTest {
    private static final String UUID = "--8ae20dde-83d4-4218-88fd-41ef0dabf9d1";

    private final StixObject target =
            read("tool", "\"name\":\"x\",\"aliases\":[\"a\",\"b\"],\"x_info\":{\"title\":\"t\"}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name":["y"]            | /contents/de/name
            "aliases":["c"]         | /contents/de/aliases
            "aliases":"c"           | /contents/de/aliases
            "aliases":["c",["d"]]   | /contents/de/aliases/1
            "x_info":"y"            | /contents/de/x_info
            "x_info":{"title":["y"]} | /contents/de/x_info/title
            """)
    void translationOfAnotherShapeIsRefused(String translation, String pointer) {
        assertThat(check(content(translation), List.of(target)))
                .extracting(Finding::pointer)
                .containsExactly(pointer);
    }

    @Test
    void translationMirrorsTheOriginal() {
        // Given
        StixObject content =
                content("\"name\":\"y\",\"aliases\":[\"\",\"d\"],\"x_info\":{\"title\":\"u\"},\"not_there\":[\"z\"]");

        // Then
        assertThat(check(content, List.of(target))).isEmpty();
    }

    @Test
    void emptyStringStandsForAnythingInAListThatIsNotTranslated() {
        StixObject original = read(
                "tool",
                "\"name\":\"x\",\"external_references\":[{\"source_name\":\"a\",\"description\":\"d\"},{\"source_name\":\"b\",\"description\":\"d\"}]");

        assertThat(check(content("\"external_references\":[\"\",{\"description\":\"e\"}]"), List.of(original)))
                .isEmpty();
    }

    @Test
    void ofSeveralOriginalsWithOneVersionOneHasToFit() {
        StixObject longer = read("tool", "\"name\":\"x\",\"aliases\":[\"a\",\"b\",\"c\"]");

        assertThat(check(content("\"aliases\":[\"d\",\"e\"]"), List.of(longer, target)))
                .isEmpty();
        assertThat(check(content("\"aliases\":[\"d\"]"), List.of(longer, target)))
                .hasSize(1);
    }

    @Test
    void otherObjectsAreNoTarget() {
        assertThat(check(target, List.of(target))).isEmpty();
        assertThat(check(content("\"name\":[\"y\"]"), List.of(read("malware", "\"name\":\"x\",\"is_family\":false"))))
                .isEmpty();
    }

    private static List<Finding> check(StixObject content, List<StixObject> objects) {
        return LanguageContentRules.target(content)
                .map(target -> new LanguageContentRules().check(content, target, objects))
                .orElse(List.of());
    }

    private static StixObject content(String translation) {
        return read(
                "language-content", "\"object_ref\":\"tool" + UUID + "\",\"contents\":{\"de\":{" + translation + "}}");
    }

    private static StixObject read(String type, String properties) {
        String json = "{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type + UUID
                + "\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\"," + properties
                + "}";
        Candidate candidate = new StixReader(StixLimits.defaults()).readObject(json.getBytes(UTF_8));
        assertThat(candidate).isInstanceOf(Candidate.Valid.class);
        return ((Candidate.Valid) candidate).object();
    }
}
