package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestGuardTest {

    @ParameterizedTest
    @CsvSource({
        "/%63onsole/partners, /console/partners, true",
        "//console/partners, /console/partners, true",
        "/x/../console/partners, /console/partners, true",
        "/console/../api/v1/me, /api/v1/me, true",
        "/console;a=b/partners, /console;a=b/partners, true",
        "/console, /console, false",
        "/console/partners, /console/partners, false",
        "/console/a/../partners, /console/partners, false",
        "/consoles, /consoles, false",
        "/api/v1/me, /api/v1/me, false",
    })
    void addressThatOnlyMeansTheConsoleIsNoneOfIts(String written, String meant, boolean disguised) {
        assertThat(RequestGuard.isDisguised(written, meant)).isEqualTo(disguised);
    }
}
