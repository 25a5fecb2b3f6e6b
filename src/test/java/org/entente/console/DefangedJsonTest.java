package org.entente.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DefangedJsonTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void addressesAreDefangedHoweverDeep() throws Exception {
        String shown =
                DefangedJson.of(json.readTree("{\"a\": [{\"url\": \"https://c2.example.net/x\"}], \"n\": 1.50}"));

        assertThat(shown).contains("hxxps[://]c2[.]example[.]net/x").contains("1.5");
    }

    @Test
    void timesAndVersionsStayAsTheyAre() throws Exception {
        assertThat(DefangedJson.of(json.readTree("\"2026-01-05T10:00:00.000Z\"")))
                .isEqualTo("2026-01-05T10:00:00.000Z");
        assertThat(DefangedJson.of(json.readTree("\"2.1\""))).isEqualTo("2.1");
        assertThat(DefangedJson.of(json.readTree("\"192.0.2.1\""))).isEqualTo("192[.]0[.]2[.]1");
    }
}
