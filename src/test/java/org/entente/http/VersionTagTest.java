package org.entente.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTagTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "*", "\"6\", \"7\""})
    void presentVersionIsAccepted(String ifMatch) {
        assertThatCode(() -> VersionTag.check(ifMatch, 7)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "7", "W/\"7\"", ""})
    void anyOtherIsStale(String ifMatch) {
        assertThatThrownBy(() -> VersionTag.check(ifMatch, 7)).isInstanceOf(ProblemException.class);
    }

    @Test
    void withoutTheHeaderTheLastWriterWins() {
        assertThatCode(() -> VersionTag.check(null, 7)).doesNotThrowAnyException();
    }
}
