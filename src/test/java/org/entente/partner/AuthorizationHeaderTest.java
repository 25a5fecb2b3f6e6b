package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationHeaderTest {

    private static String basic(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void basicIsSplitAtTheFirstColon() {
        assertThat(AuthorizationHeader.parse("bAsIc  " + basic("xa-cert:a:b€")))
                .isEqualTo(new AuthorizationHeader.Basic("xa-cert", "a:b€"));
    }

    @Test
    void bearerIsTakenAsItIs() {
        assertThat(AuthorizationHeader.parse("Bearer a.b.c")).isEqualTo(new AuthorizationHeader.Bearer("a.b.c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Basic",
                "Basic ",
                "Basic ?",
                "Basic eA==",
                "Basic OnNlY3JldA==",
                "Basic /////w==",
                "Bearer",
                "Bearer a b",
                "Digest x"
            })
    void anythingElseIsMalformed(String header) {
        assertThat(AuthorizationHeader.parse(header)).isEqualTo(new AuthorizationHeader.Malformed());
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(AuthorizationHeader.parse("Basic " + basic("xa-cert:secret")).toString())
                .doesNotContain("secret");
        assertThat(AuthorizationHeader.parse("Bearer secret").toString()).doesNotContain("secret");
    }
}
