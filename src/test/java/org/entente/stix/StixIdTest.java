package org.entente.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StixIdTest {
    @Test
    void twoSpellingsOfAUuidAreOneId() {
        // Given
        StixId id = StixId.parse("attack-pattern--0C7B5B88-8FF7-4A4D-AA9D-FEB398CD0061");

        // Then
        assertThat(id.type()).isEqualTo("attack-pattern");
        assertThat(id).hasToString("attack-pattern--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061");
        assertThat(StixId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "identity--",
                "identity-0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",
                "Identity--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",
                "id--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061",
                "identity--0c7b5b88-8ff7-4a4d-aa9d-feb398cd006",
                "identity--0c7b5b88-8ff7-4a4d-aa9d-feb398cd006g",
                "identity--0c7b5b888-ff7-4a4d-aa9d-feb398cd0061",
                "ïdentity--0c7b5b88-8ff7-4a4d-aa9d-feb398cd0061"
            })
    void otherTextIsNoId(String text) {
        assertThat(StixId.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> StixId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
