package org.entente.stix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlpTest {
    @ParameterizedTest
    @CsvSource({
        "613f2e26-407d-48c7-9eca-b8e91df99dc9, CLEAR",
        "34098fce-860f-48ae-8e50-ebd3cc5e41da, GREEN",
        "f88d31f6-486f-44da-b317-01333bde0b82, AMBER",
        "5e57c739-391a-4eb3-b6be-7d15ca92d5ed, RED",
        "939A9414-2ddd-4d32-a0cd-375ea402b003, AMBER_STRICT"
    })
    void markingIsKnownByItsId(String uuid, Tlp level) {
        assertThat(Tlp.ofMarking(StixId.parse("marking-definition--" + uuid))).contains(level);
        assertThat(Tlp.ofMarking(StixId.parse("identity--" + uuid))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void labelAndMarkingLeadBackToTheLevel(Tlp level) {
        assertThat(Tlp.ofLabel(level.label())).contains(level);
        assertThat(Tlp.ofMarking(level.marking())).contains(level);
        assertThat(Tlp.isTlp1(level.marking())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"tlp:white, CLEAR", "Amber+Strict, AMBER_STRICT", "TLP: RED, RED", "green, GREEN"})
    void labelIsReadInAnyCase(String text, Tlp level) {
        assertThat(Tlp.ofLabel(text)).contains(level);
    }

    @Test
    void stricterIsTheMoreRestricted() {
        assertThat(Tlp.stricter(Tlp.AMBER_STRICT, Tlp.AMBER)).isEqualTo(Tlp.AMBER_STRICT);
        assertThat(Tlp.GREEN.isWithin(Tlp.AMBER)).isTrue();
        assertThat(Tlp.RED.isWithin(Tlp.AMBER_STRICT)).isFalse();
        assertThat(Tlp.ofLabel("TLP:PURPLE")).isEmpty();
    }
}
