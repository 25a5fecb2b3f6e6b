package org.entente.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an object is found by, and what a question asks for. */
class TermsTest {

    private static Set<String> terms(String properties) {
        return Content.of(("{\"type\":\"x\"," + properties + "}").getBytes(StandardCharsets.UTF_8))
                .terms();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"malware--11111111-1111-4111-8111-111111111111\" | malware--11111111-1111-4111-8111-111111111111",
                "\"name\":\"Grey Heron Loader\" | heron",
                "\"labels\":[\"Spear-Phishing\"] | spear-phishing",
                "\"labels\":[\"Spear-Phishing\"] | phishing",
                "\"aliases\":[\"ZORGLE\"] | zorgle",
                "\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\"CVE-2026-12345\"}] | CVE-2026-12345",
                "\"external_references\":[{\"source_name\":\"mitre-attack\",\"external_id\":\"T1059.001\"}] | T1059.001",
                "\"external_references\":[{\"source_name\":\"mitre-attack\",\"external_id\":\"T1059.001\"}] | t1059",
                "\"hashes\":{\"MD5\":\"D41D8CD98F00B204E9800998ECF8427E\"} | d41d8cd98f00b204e9800998ecf8427e",
                "\"pattern\":\"[domain-name:value = 'evil.example.net']\" | evil.example.net",
                "\"pattern\":\"[file:name = 'it\\\\'s.exe']\" | s.exe",
                "\"value\":\"192.0.2.7\" | 192.0.2.7",
                "\"value\":\"2001:db8::7\" | 2001:db8::7",
                "\"value\":\"https://evil.example.net/a/b?c=d\" | https://evil.example.net/a/b?c=d",
                "\"value\":\"https://evil.example.net/a/b?c=d\" | evil.example.net",
                "\"description\":\"They call home to evil[.]example[.]net, often.\" | evil.example.net",
                "\"description\":\"hxxp://evil.example.net/x is theirs\" | http://evil.example.net/x",
                "\"description\":\"Ends with a word.\" | word",
                "\"name\":\"Ｆｕｌｌ　ｗｉｄｔｈ\" | width",
                "\"name\":\"Überfall\" | überfall"
            })
    void objectIsFoundByWhatItSays(String properties, String question) {
        assertThat(terms(properties)).containsAll(Terms.asked(question));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil[.]example[.]net", "EVIL.example.NET", "\"evil.example.net\",", "(evil.example.net)"})
    void questionMayBeDefangedQuotedOrInOtherCase(String question) {
        assertThat(Terms.asked(question)).containsExactly("evil.example.net");
    }

    @Test
    void idsOfOtherObjectsAreNoTerms() {
        String member = "malware--11111111-1111-4111-8111-111111111111";

        assertThat(terms("\"object_refs\":[\"" + member + "\"],\"created_by_ref\":\"" + member + "\""))
                .isEmpty();
    }

    @Test
    void longTextIsBoundedAndItsBeginningFound() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("word").append(i).append(' ');
        }

        Set<String> terms = terms("\"description\":\"" + text + "\"");

        assertThat(terms).hasSize(Terms.TERMS_MAX).contains("word0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a/ | a/", "/a= | a", "=a/=/ | a/=/", "½ | 1⁄2", "=𝕏=𐍁= | x=𐍁", "=/ | ''", "a=/b | a=/b"})
    void pieceIsTrimmedToItsLettersAndDigits(String question, String asked) {
        assertThat(String.join(" ", Terms.asked(question))).isEqualTo(asked);
    }

    @Test
    void textAndLiteralsOfAnyLengthAreReadInTimeThatGrowsWithThem() {
        String rule = "a" + "=".repeat(Terms.TEXT_CHARACTERS_MAX - 10) + "a";
        String properties = "\"description\":\"" + rule + "\",\"pattern\":\"[a:b = '" + "\\\\'".repeat(20_000)
                + "' OR a:b = 'evil.example.net']\"";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(terms(properties)).contains("evil.example.net"));
    }

    @Test
    void ofLongTextTheBeginningIsReadAndNoWordCutInTwo() {
        Set<String> terms = terms("\"description\":\"" + "= ".repeat(Terms.TEXT_CHARACTERS_MAX / 2 - 2) + "cutting "
                + "late end\",\"name\":\"" + "x".repeat(4_000_000) + "\",\"labels\":[\"known\"]");

        assertThat(terms).containsExactly("known");
    }

    @Test
    void entryThatCannotBeReadIsFoundByNothingAndHindersNoOther() {
        assertThat(IndexRows.terms(7, () -> {
                    throw new IllegalStateException("Cannot be read");
                }))
                .isEmpty();
        assertThat(IndexRows.terms(8, () -> {
                    throw new StackOverflowError();
                }))
                .isEmpty();
        assertThat(IndexRows.terms(9, () -> Set.of("word"))).containsExactly("word");
    }

    @Test
    void whatIsNoObjectSaysNothing() {
        assertThat(Content.of("nonsense".getBytes(StandardCharsets.UTF_8)).terms())
                .isEmpty();
        assertThat(Content.of(new byte[0]).terms()).isEmpty();
        assertThat(terms("\"name\":{},\"labels\":7,\"hashes\":[],\"pattern\":null,\"external_references\":{}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "...", "\"\" ()"})
    void questionWithoutAWordAsksForNothing(String question) {
        assertThat(Terms.asked(question)).isEmpty();
    }
}
