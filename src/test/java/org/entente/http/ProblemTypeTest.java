package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTypeTest {

    @Test
    void slugsAreUniqueAndFitAUri() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::slug))
                .doesNotHaveDuplicates()
                .allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND",
        "413, BODY_TOO_LARGE",
        "400, BAD_REQUEST",
        "418, BAD_REQUEST",
        "500, INTERNAL",
        "502, INTERNAL",
        "302, INTERNAL",
        "-1, INTERNAL"
    })
    void everyStatusHasAnEntry(int status, ProblemType expected) {
        assertThat(ProblemType.ofStatus(status)).isEqualTo(expected);
    }
}
