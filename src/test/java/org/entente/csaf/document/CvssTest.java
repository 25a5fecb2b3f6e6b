package org.entente.csaf.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors come to the scores that the equations of their version give. */
class CvssTest {

    @ParameterizedTest
    @CsvSource({
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8, 9.8, 9.8",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:L/A:N, 7.2, 7.2, 7.2",
        "AV:N/AC:L/Au:N/C:N/I:N/A:C, 7.8, 7.8, 7.8",
        "CVSS:3.0/AV:N/AC:L/PR:H/UI:N/S:C/C:N/I:L/A:L/CR:X/IR:L/MAV:P/MPR:N/MI:L/MA:L, 5.5, 5.5, 3.3",
        "CVSS:3.0/AV:L/AC:L/PR:H/UI:N/S:C/C:L/I:L/A:L/RC:X/CR:M/IR:X/MAV:L/MPR:X/MC:N/MI:X/MA:H, 5.7, 5.7, 6.7",
        "CVSS:3.0/AV:P/AC:H/PR:L/UI:N/S:C/C:N/I:L/A:L/RL:T/IR:L/MAC:H/MPR:X/MUI:R/MS:U/MC:H/MA:N, 3.4, 3.3, 4.1",
        "CVSS:3.0/AV:L/AC:H/PR:N/UI:N/S:C/C:N/I:N/A:H/E:F/CR:M/IR:H/MAV:L/MUI:X/MC:N/MI:N, 5.9, 5.8, 5.8",
        "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:H/RC:C/MAC:H/MUI:R/MS:U, 8.2, 8.2, 6.4",
        "CVSS:3.1/AV:P/AC:L/PR:H/UI:N/S:U/C:H/I:L/A:N/E:X/CR:H/AR:L/MAV:X/MS:X/MA:H, 4.6, 4.6, 6.2",
        "CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:C/C:L/I:N/A:N/RC:C/CR:H/IR:M/AR:L/MAV:N/MAC:X/MPR:X/MI:H/MA:N, 3.2, 3.2, 8.0",
        "CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:U/C:H/I:L/A:H/IR:M/MAV:P/MUI:N/MS:U/MA:H, 6.0, 6.0, 5.7",
        "AV:N/AC:H/Au:N/C:N/I:C/A:N/E:POC/RL:OF/RC:UC/CDP:ND/TD:H/CR:H/IR:ND/AR:L, 5.4, 3.8, 3.8",
        "AV:A/AC:H/Au:M/C:C/I:N/A:N, 4, 4, 4",
        "AV:L/AC:L/Au:M/C:C/I:N/A:C, 5.9, 5.9, 5.9",
        "AV:A/AC:L/Au:S/C:C/I:P/A:P, 6.7, 6.7, 6.7",
    })
    void vectorComesToItsScores(String vector, BigDecimal base, BigDecimal temporal, BigDecimal environmental) {
        Cvss.Scores scores = Cvss.tryParse(vector).orElseThrow().scores();

        assertThat(scores.base()).isEqualByComparingTo(base);
        assertThat(scores.temporal()).isEqualByComparingTo(temporal);
        assertThat(scores.environmental()).isEqualByComparingTo(environmental);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CVSS:3.1/",
                "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
                "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/",
                "AV:N/AC:L/Au:N/C:N/I:N",
            })
    void whatIsNoWholeVectorIsNone(String text) {
        assertThat(Cvss.tryParse(text)).isEmpty();
    }
}
