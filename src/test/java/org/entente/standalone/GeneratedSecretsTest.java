package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSecretsTest {
    @TempDir
    private Path parent;

    @Test
    void passwordIsThirtyTwoRandomBytesThatSayTheyAreGenerated() throws Exception {
        String password = GeneratedSecrets.in(parent.resolve("secrets")).password("any");

        assertThat(password).startsWith(GeneratedSecrets.GENERATED_PREFIX);
        assertThat(Base64.getUrlDecoder().decode(password.substring(GeneratedSecrets.GENERATED_PREFIX.length())))
                .hasSize(32);
    }

    @Test
    void passwordStaysOverAStartAndDiffersByName() throws Exception {
        String password = GeneratedSecrets.in(parent.resolve("secrets")).password("one");

        GeneratedSecrets secondStart = GeneratedSecrets.in(parent.resolve("secrets"));

        assertThat(secondStart.password("one")).isEqualTo(password);
        assertThat(secondStart.password("other")).isNotEqualTo(password);
    }

    @Test
    void everythingIsTheOwnersAlone() throws Exception {
        Path folder = parent.resolve("secrets");
        // A folder somebody made beforehand, open to all
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        GeneratedSecrets secrets = GeneratedSecrets.in(folder);
        secrets.password("any");
        secrets.rsaKeyPair("token");

        assertThat(mode(folder)).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
