package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerPropertiesTest {
    @TempDir
    private Path folder;

    @Test
    void subscribersSignInAgainEveryFourSecondsSoThatARenewedCredentialEndsOldConnections() throws Exception {
        GeneratedCertificates certificates = new GeneratedCertificates(folder, Clock.systemUTC());
        certificates.ensure();

        Map<String, String> properties =
                new KafkaBrokerProperties(folder, 1, 2, 3, "password of a test", certificates).asMap();

        assertThat(properties)
                .containsEntry("listener.name.client.scram-sha-512.connections.max.reauth.ms", "4000")
                .doesNotContainKey("connections.max.reauth.ms");
    }
}
