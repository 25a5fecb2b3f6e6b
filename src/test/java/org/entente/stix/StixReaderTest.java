package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StixReaderTest {
    private static final String IDENTITY = """
            {"type": "identity", "spec_version": "2.1", "id": "identity--8ae20dde-83d4-4218-88fd-41ef0dabf9d1",
             "created": "2016-08-22T14:09:00.123Z", "modified": "2016-08-22T14:09:00.123456Z", "name": "example"}""";

    private final StixReader reader = new StixReader(StixLimits.defaults());

    @Test
    void objectKeepsTheBytesItCameIn() {
        // Given
        String envelope = "{\"objects\": [ " + IDENTITY + " ], \"more\": true}";

        // When
        StixBody.Read body = (StixBody.Read) reader.readEnvelope(envelope.getBytes(UTF_8));

        // Then
        StixObject object = ((Candidate.Valid) body.candidates().get(0)).object();
        assertThat(new String(object.bytes(), UTF_8)).isEqualTo(IDENTITY);
        assertThat(object.version()).isEqualTo("2016-08-22T14:09:00.123456Z");
        assertThat(object.versionText()).contains("2016-08-22T14:09:00.123456Z");
        assertThat(body.more()).isTrue();
    }

    @Test
    void oneBadObjectDoesNotTakeTheGoodOnes() {
        // Given
        String bad = IDENTITY.replace("\"name\"", "\"name\": \"\\ud800\", \"name\"");
        String bundle =
                "{\"type\": \"bundle\", \"id\": \"bundle--44af6c39-c09b-49c5-9de2-394224b04982\", \"objects\": ["
                        + String.join(",", IDENTITY, bad, "7", "null", "[]", IDENTITY) + "]}";

        // When
        StixBody.Read body = (StixBody.Read) reader.readBundle(bundle.getBytes(UTF_8));

        // Then
        assertThat(body.findings()).isEmpty();
        assertThat(body.candidates()).hasSize(6);
        assertThat(body.candidates())
                .filteredOn(Candidate.Valid.class::isInstance)
                .extracting(Candidate::index)
                .containsExactly(0, 5);
        assertThat(rules(body.candidates().get(1))).containsExactlyInAnyOrder("duplicate-key", "lone-surrogate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name": "example"  | "name": "a\\u0000b"           | nul-character
            "name": "example"  | "name": "\\udc00"             | lone-surrogate
            "name": "example"  | "name": NaN                   | not-a-number
            "name": "example"  | "name": -Infinity             | not-a-number
            "name": "example"  | "name": "x", "x_n": 1e400     | number-overflow
            "name": "example"  | "name": "x", "x_n": 9007199254740992 | number-range
            "name": "example"  | "name": "x", "name": "y"      | duplicate-key
            "name": "example"  | "name": "x", "n\\u0061me": "y" | duplicate-key
            "name": "example"  | "nmae": "x"                   | required-property
            "name": "example"  | "name": 7                     | value-type
            14:09:00.123456Z   | 14:09:00.122Z                 | timestamp-order
            14:09:00.123456Z   | 14:09:00Z                     | timestamp-precision
            14:09:00.123456Z   | 24:09:00.000Z                 | timestamp-syntax
            "id": "identity    | "id": "malware                | id-type
            "2.1"              | "2.0"                         | spec-version
            """)
    void flawIsRefusedUnderItsOwnRule(String part, String replacement, String rule) {
        // Given
        String json = IDENTITY.replace(part, replacement);

        // When
        Candidate candidate = reader.readObject(json.getBytes(UTF_8));

        // Then
        assertThat(candidate).isInstanceOf(Candidate.Invalid.class);
        assertThat(rules(candidate)).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"objects\": [}",
                "{\"objects\": [{}]} x",
                "\ufeff{}",
                "{\"objects\": {}}",
                "{\"a\": tru}"
            })
    void bodyThatIsNotOneIsUnreadable(String text) {
        assertThat(reader.readEnvelope(text.getBytes(UTF_8))).isInstanceOf(StixBody.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"object_marking_refs", "granular_markings"})
    void bundleThatIsMarkedItselfIsUnreadable(String property) {
        String bundle = "{\"type\":\"bundle\",\"id\":\"bundle--2a5e4b59-6a5c-4a0b-8b53-0d4c5e0a9f11\",\"" + property
                + "\":[],\"objects\":[]}";

        StixBody body = reader.readBundle(bundle.getBytes(UTF_8));

        assertThat(((StixBody.Unreadable) body).finding().rule()).isEqualTo("body-marking");
    }

    @Test
    void envelopeWithoutObjectsIsUnreadable() {
        StixBody body = reader.readEnvelope("{\"Objects\":[{}]}".getBytes(UTF_8));

        assertThat(((StixBody.Unreadable) body).finding().rule()).isEqualTo("no-envelope");
    }

    @Test
    void syntaxErrorNamesLineAndColumn() {
        // When
        StixBody body = reader.readEnvelope("{\n \"objects\" 7}".getBytes(UTF_8));

        // Then
        assertThat(((StixBody.Unreadable) body).finding().message()).contains("line 2, column 12");
    }

    @Test
    void nestingPastTheLimitIsOneFindingHoweverDeep() {
        // Given
        String deep =
                IDENTITY.replace("\"example\"", "\"x\", \"x_deep\": " + "[".repeat(100_000) + "]".repeat(100_000));

        // When
        Candidate candidate = reader.readObject(deep.getBytes(UTF_8));

        // Then
        assertThat(rules(candidate)).filteredOn(rule -> rule.endsWith("-limit")).containsExactly("depth-limit");
    }

    @Test
    void invalidUtf8IsRefused() {
        // Given
        byte[] bytes = IDENTITY.replace("example", "caf?").getBytes(UTF_8);
        bytes[new String(bytes, UTF_8).indexOf("caf?") + 3] = (byte) 0xE9;

        // When
        Candidate candidate = reader.readObject(bytes);

        // Then
        assertThat(rules(candidate)).containsExactly("invalid-utf8");
        assertThat(candidate.findings().get(0).pointer()).isEqualTo("/name");
    }

    private static List<String> rules(Candidate candidate) {
        return Stream.ofNullable(candidate)
                .flatMap(each -> each.findings().stream())
                .map(Finding::rule)
                .toList();
    }
}
