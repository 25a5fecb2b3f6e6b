package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRulesTest {
    private static final String CREATOR = "identity--8ae20dde-83d4-4218-88fd-41ef0dabf9d1";
    private static final String OTHER = "identity--e39b9a15-2d9b-4c1a-9f5a-0c4c1c1b9b11";

    @Test
    void firstVersionIsWelcome() {
        assertThat(VersionRules.check(version(CREATOR, "01", "02", "x"), List.of()))
                .isEmpty();
    }

    @Test
    void laterAndEarlierVersionsAreWelcome() {
        // Given
        StixObject known = version(CREATOR, "01", "03", "x");

        // Then
        assertThat(VersionRules.check(version(CREATOR, "01", "04", "y"), List.of(known)))
                .isEmpty();
        assertThat(VersionRules.check(version(CREATOR, "01", "02", "y"), List.of(known)))
                .isEmpty();
    }

    @Test
    void sameVersionSpelledDifferentlyIsAlreadyHad() {
        // Given
        StixObject known = version(CREATOR, "01", "03", "x");
        String respelled = json(CREATOR, "01", "03", "\\u0078", "").replace(", \"", ",\n  \"");

        // Then
        assertThat(VersionRules.check(read(respelled), List.of(known))).isEmpty();
        assertThat(VersionRules.sameContent(read(respelled), known)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"revoked\": false", ", \"lang\": \"en\"", ", \"revoked\":false, \"lang\":\"\\u0065n\""})
    void defaultThatIsWrittenOutIsNoChange(String defaults) {
        StixObject known = version(CREATOR, "01", "03", "x");
        StixObject written = read(json(CREATOR, "01", "03", "x", defaults));

        assertThat(VersionRules.sameContent(written, known)).isTrue();
        assertThat(VersionRules.check(written, List.of(known))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"revoked\": true", ", \"lang\": \"de\"", ", \"x_more\": {\"revoked\": false}"})
    void anythingElseThatIsWrittenIsAChange(String more) {
        assertThat(VersionRules.sameContent(
                        read(json(CREATOR, "01", "03", "x", more)), version(CREATOR, "01", "03", "x")))
                .isFalse();
    }

    @Test
    void creatorMayBeLeftUnsaid() {
        StixObject known = version(CREATOR, "01", "03", "x");
        StixObject later =
                read(json(CREATOR, "01", "04", "x", "").replace("\"created_by_ref\": \"" + CREATOR + "\", ", ""));

        assertThat(later.createdBy()).isEmpty();
        assertThat(rules(later, known)).isEmpty();
        assertThat(rules(known, read(json(OTHER, "01", "04", "x", "")))).contains("creator-changed");
    }

    @Test
    void indentationDoesNotChangeTheDigest() {
        // Given
        String json = json(CREATOR, "01", "03", "two  spaces", "");

        // Then
        assertThat(read(json.replace(", \"", " ,\n\t\"")).digest())
                .isEqualTo(read(json).digest());
        assertThat(read(json.replace("two  spaces", "two spaces")).digest())
                .isNotEqualTo(read(json).digest());
    }

    @Test
    void sameVersionWithOtherContentIsRefused() {
        assertThat(rules(version(CREATOR, "01", "03", "y"), version(CREATOR, "01", "03", "x")))
                .containsExactly("version-conflict");
    }

    @Test
    void observableWithOtherContentIsRefusedAndToldWhatCanBeDone() {
        String json =
                "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4\",\"value\":\"192.0.2.1\"%s}";

        assertThat(VersionRules.check(read(json.formatted(",\"defanged\":true")), List.of(read(json.formatted("")))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.pointer()).isEqualTo("/id"))
                .satisfies(finding -> assertThat(finding.message()).contains("recall it with an audience"));
    }

    @Test
    void changedCreatorIsRefused() {
        assertThat(rules(version(OTHER, "01", "04", "x"), version(CREATOR, "01", "03", "x")))
                .containsExactly("creator-changed");
    }

    @Test
    void changedCreationTimeIsRefused() {
        assertThat(rules(version(CREATOR, "02", "04", "x"), version(CREATOR, "01", "03", "x")))
                .containsExactly("created-changed");
    }

    @Test
    void nothingFollowsARevocation() {
        // Given
        StixObject revoked = read(json(CREATOR, "01", "03", "x", ", \"revoked\": true"));

        // Then
        assertThat(rules(version(CREATOR, "01", "04", "x"), revoked)).containsExactly("revoked-final");
        assertThat(rules(version(CREATOR, "01", "02", "x"), revoked)).isEmpty();
        assertThat(rules(revoked, version(CREATOR, "01", "04", "x"))).containsExactly("revoked-final");
    }

    @Test
    void objectsOfOneEnvelopeAreCheckedAgainstThoseBefore() {
        // Given
        StixObject first = version(CREATOR, "01", "03", "x");
        StixObject again = version(CREATOR, "01", "03", "x");
        StixObject conflict = version(CREATOR, "01", "03", "y");

        // When
        List<List<Finding>> findings = VersionRules.checkInOrder(List.of(first, again, conflict));

        // Then
        assertThat(findings.get(0)).isEmpty();
        assertThat(findings.get(1)).isEmpty();
        assertThat(findings.get(2)).extracting(Finding::rule).containsExactly("version-conflict");
    }

    private static List<String> rules(StixObject candidate, StixObject known) {
        return VersionRules.check(candidate, List.of(known)).stream()
                .map(Finding::rule)
                .toList();
    }

    private static StixObject version(String creator, String createdDay, String modifiedDay, String name) {
        return read(json(creator, createdDay, modifiedDay, name, ""));
    }

    private static String json(String creator, String createdDay, String modifiedDay, String name, String more) {
        return "{\"type\": \"tool\", \"spec_version\": \"2.1\", \"id\": \"tool--8ae20dde-83d4-4218-88fd-41ef0dabf9d2\", "
                + "\"created_by_ref\": \"" + creator + "\", \"created\": \"2026-01-" + createdDay + "T00:00:00.000Z\", "
                + "\"modified\": \"2026-01-" + modifiedDay + "T00:00:00.000Z\", \"name\": \"" + name + "\"" + more
                + "}";
    }

    private static StixObject read(String json) {
        Candidate candidate = new StixReader(StixLimits.defaults()).readObject(json.getBytes(UTF_8));
        assertThat(candidate).isInstanceOf(Candidate.Valid.class);
        return ((Candidate.Valid) candidate).object();
    }
}
