package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeantPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tokens, /api/v1/tokens",
        "/api/v1/tokens/, /api/v1/tokens",
        "/api/v1/tokens//, /api/v1/tokens",
        "/api/v1/tokens;a=b, /api/v1/tokens",
        "/api/v1/tokens;a=b/;c, /api/v1/tokens",
        "/api/;a=b/v1;c=d;e/tokens, /api/v1/tokens",
        "/api/v1/tokens/one, /api/v1/tokens/one",
        "/, ''",
    })
    void resourceHasOnePath(String normalized, String meant) {
        assertThat(MeantPath.of(normalized)).isEqualTo(meant);
    }
}
