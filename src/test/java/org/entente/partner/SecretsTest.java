package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private final TestClock clock = new TestClock();
    private final RightPasswords right = new RightPasswords(clock, Duration.ofMinutes(10));

    @Test
    void generatedSecretsHave256BitsAndDiffer() {
        Set<String> secrets = new HashSet<>();
        for (int round = 0; round < 100; round++) {
            secrets.add(SecretHash.newSecret());
        }

        assertThat(secrets).hasSize(100).allMatch(secret -> secret.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void hashMatchesItsSecretAndNoOther() {
        String hash = SecretHash.of("secret");

        assertThat(SecretHash.matches(hash, "secret")).isTrue();
        assertThat(SecretHash.matches(hash, "Secret")).isFalse();
        assertThat(hash).doesNotContain("secret").startsWith("pbkdf2-sha256$");
    }

    @Test
    void sameSecretIsHashedDifferentlyEachTime() {
        assertThat(SecretHash.of("secret")).isNotEqualTo(SecretHash.of("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "md5$1$AA==$AA==", "pbkdf2-sha256$20000$AA=="})
    void textOfAnotherFormMatchesNothing(String stored) {
        assertThat(SecretHash.matches(stored, "secret")).isFalse();
        assertThat(SecretHash.matchesNothing("secret")).isFalse();
    }

    @Test
    void rightPasswordIsRememberedForItsHashOnly() {
        right.add(right.seal("hash", "secret"));

        assertThat(right.contains(right.seal("hash", "secret"))).isTrue();
        assertThat(right.contains(right.seal("rotated", "secret"))).isFalse();
        assertThat(right.contains(right.seal("hash", "other"))).isFalse();
    }

    @Test
    void rememberedPasswordIsForgottenWhenUnused() {
        String seal = right.seal("hash", "secret");
        right.add(seal);

        clock.forward(Duration.ofMinutes(9));
        assertThat(right.contains(seal)).isTrue();
        clock.forward(Duration.ofMinutes(9));
        assertThat(right.contains(seal)).isTrue();
        clock.forward(Duration.ofMinutes(11));
        assertThat(right.contains(seal)).isFalse();
    }

    @Test
    void memoryIsBounded() {
        String first = right.seal("hash", "first");
        right.add(first);
        for (int other = 0; other < 10_000; other++) {
            right.add(right.seal("hash", "other-" + other));
        }

        assertThat(right.contains(first)).isFalse();
    }
}
