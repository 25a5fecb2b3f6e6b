package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.entente.release.EgressGuard.Ceiling;
import org.entente.release.EgressGuard.Hidden;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private static final StixId ID = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");

    @ParameterizedTest
    @CsvSource({
        "94868c89-83c2-464b-929b-a1a8aa3c8487,CLEAR",
        "bab4a63c-aed9-4cf5-a766-dfca5abac2bb,GREEN",
        "55d920b0-5e8b-4f79-9ee9-91f868d9b421,AMBER",
        "939a9414-2ddd-4d32-a0cd-375ea402b003,AMBER_STRICT",
        "e828b379-4e03-4974-9ac4-e53a884c97c1,RED",
        "613f2e26-407d-48c7-9eca-b8e91df99dc9,CLEAR",
        "34098fce-860f-48ae-8e50-ebd3cc5e41da,GREEN",
        "f88d31f6-486f-44da-b317-01333bde0b82,AMBER",
        "5e57c739-391a-4eb3-b6be-7d15ca92d5ed,RED"
    })
    void markingAboveTheCeilingIsObjectedToWhereverItStands(String uuid, Tlp level) {
        String marking = "marking-definition--" + uuid;
        String whole = object("\"object_marking_refs\":[\"" + marking + "\"]");
        String part = object("\"granular_markings\":[{\"selectors\":[\"name\"],\"marking_ref\":\"" + marking + "\"}]");
        String upperCase = object("\"object_marking_refs\":[\"marking-definition--" + uuid.toUpperCase() + "\"]");

        for (Tlp ceiling : Tlp.values()) {
            for (String content : new String[] {whole, part, upperCase}) {
                assertThat(check(content, new Ceiling(ceiling.ordinal(), true)).isPresent())
                        .as("%s under %s", level, ceiling)
                        .isEqualTo(!level.isWithin(ceiling));
            }
        }
    }

    @Test
    void redNeedsANamedRecipient() {
        String red = object("\"object_marking_refs\":[\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]");

        assertThat(check(red, new Ceiling(4, false))).isPresent();
        assertThat(check(red, new Ceiling(4, true))).isEmpty();
    }

    @Test
    void markingIdQuotedInTextMarksNothing() {
        String quoted = object("\"x_note\":\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"");

        assertThat(check(quoted, new Ceiling(0, false))).isEmpty();
    }

    @Test
    void markingOfAnEmbeddedObjectCounts() {
        String embedded = object("\"objects\":{\"0\":{\"object_marking_refs\":"
                + "[\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"]}}");

        assertThat(check(embedded, new Ceiling(3, false))).isPresent();
    }

    @Test
    void definitionListedAmongAReportsObjectsMarksNothing() {
        String report = object("\"object_refs\":[\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"]");

        assertThat(check(report, new Ceiling(0, false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"id\":\"indicator--x\"}", "{}", "{} {}", "\u0000"})
    void contentThatIsNotTheReleasedObjectIsObjectedTo(String content) {
        assertThat(check(content, new Ceiling(4, true))).isPresent();
    }

    @Test
    void plainObjectPasses() {
        assertThat(check(object("\"name\":\"n\""), new Ceiling(0, false))).isEmpty();
    }

    @Test
    void idTheViewHidesIsObjectedToInWhateverTextItStands() {
        StixId hiddenId = StixId.parse("indicator--11111111-17d4-4cbf-938f-98ee46b3cd3f");
        Hidden hidden = new Hidden(Optional.of(hiddenId), Optional.of("identity--X"), Set.of());

        assertThat(check(object("\"x\":\"as " + hiddenId.toString().toUpperCase() + "\""), hidden))
                .isPresent();
        assertThat(check(object("\"x\":\"\\u0069dentity--x\""), hidden)).isPresent();
        assertThat(check(object("\"" + hiddenId + "\":1"), hidden)).isPresent();
        assertThat(check(object("\"x\":\"y\""), hidden)).isEmpty();
    }

    @Test
    void submitterTheViewHidesMayNotBeNamed() {
        Hidden hidden = new Hidden(Optional.empty(), Optional.empty(), Set.of("xa-cert", "BSI", " "));

        assertThat(check(object("\"x\":\"by XA-Cert\""), hidden)).isPresent();
        assertThat(check(object("\"x\":\"of the bsi\""), hidden)).isPresent();
        assertThat(check(object("\"x\":\"websites\""), hidden)).isEmpty();
    }

    private static Optional<String> check(String content, Hidden hidden) {
        return EgressGuard.checkHidden(content.getBytes(StandardCharsets.UTF_8), hidden);
    }

    private static String object(String members) {
        return "{\"type\":\"indicator\",\"id\":\"" + ID + "\"," + members + "}";
    }

    private static Optional<String> check(String content, Ceiling ceiling) {
        return EgressGuard.check(content.getBytes(StandardCharsets.UTF_8), ID, ceiling);
    }
}
