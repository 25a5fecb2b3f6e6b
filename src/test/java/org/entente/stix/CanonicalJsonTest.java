package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /** Keys by UTF-16 code units, as RFC 8785 §3.2.3 orders them; escapes as §3.2.2.2 writes them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"b": 1, "a": [true, null, {}]}        | {"a":[true,null,{}],"b":1}
            {"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7} | {"\\r":2,"1":4,"":6,"ö":7,"€":1,"😀":5,"<FB33>":3}
            "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/" | "€$\\u000f\\nA'B\\"\\\\\\\\\\"/"
            [ ]                                    | []
            """)
    void formIsThatOfRfc8785(String json, String canonical) {
        assertThat(new String(CanonicalJson.of(json.getBytes(UTF_8)), UTF_8))
                .isEqualTo(canonical.replace("\"\":6", "\"\u0080\":6").replace("<FB33>", "\uFB33"));
    }

    /** The samples of RFC 8785 Appendix B, and borders of ECMAScript's notation. */
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "0.0,0",
        "5e-324,5e-324",
        "-5e-324,-5e-324",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "9007199254740992,9007199254740992",
        "295147905179352830000,295147905179352830000",
        "9.999999999999997e22,9.999999999999997e+22",
        "1e23,1e+23",
        "1.0000000000000001e23,1.0000000000000001e+23",
        "999999999999999700000,999999999999999700000",
        "999999999999999900000,999999999999999900000",
        "1e21,1e+21",
        "9.999999999999997e-7,9.999999999999997e-7",
        "0.000001,0.000001",
        "333333333.3333332,333333333.3333332",
        "333333333.33333325,333333333.33333325",
        "-0.0000033333333333333333,-0.0000033333333333333333",
        "1424953923781206.25,1424953923781206.2",
        "2e-3,0.002",
        "4.50,4.5",
        "2e23,2e+23",
        "1.0E+2,100"
    })
    void numbersAreThoseOfEcmaScript(String number, String canonical) {
        assertThat(new String(CanonicalJson.of(number.getBytes(UTF_8)), UTF_8)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "\"\\ud800\"", "1e999", "{", "[1,]", "NaN"})
    void whatIsNotIJsonHasNone(String json) {
        assertThatThrownBy(() -> CanonicalJson.of(json.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }
}
