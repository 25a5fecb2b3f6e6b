package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
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

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"*", " * ", "\"6\", \"7\""})
    void whoApprovesNamesTheOneVersionThatWasRead(@Nullable String ifMatch) {
        assertThatThrownBy(() -> VersionTag.checkRead(ifMatch, 7, "rule"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.PRECONDITION_REQUIRED));
        assertThatThrownBy(() -> VersionTag.checkRead("\"6\"", 7, "rule"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.STALE));
        assertThatCode(() -> VersionTag.checkRead("\"7\"", 7, "rule")).doesNotThrowAnyException();
    }

    @Test
    void withoutTheHeaderTheLastWriterWins() {
        assertThatCode(() -> VersionTag.check(null, 7)).doesNotThrowAnyException();
    }
}
