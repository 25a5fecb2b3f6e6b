package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductionSecretsTest {
    @TempDir
    private Path folder;

    @Test
    void ownSecretsAreAccepted() {
        SmallRyeConfig config = config(complete());

        assertThatCode(() -> ProductionSecrets.check(config)).doesNotThrowAnyException();
    }

    @Test
    void everyProfileButTheTrialsOwnNeedsThem() {
        assertThat(ProductionSecrets.areNeeded(List.of())).isTrue();
        assertThat(ProductionSecrets.areNeeded(List.of("prod"))).isTrue();
        assertThat(ProductionSecrets.areNeeded(List.of("staging"))).isTrue();
        assertThat(ProductionSecrets.areNeeded(List.of("test", "staging"))).isTrue();
        assertThat(ProductionSecrets.areNeeded(List.of("dev"))).isFalse();
        assertThat(ProductionSecrets.areNeeded(List.of("test"))).isFalse();
        assertThat(ProductionSecrets.areNeeded(List.of("standalone"))).isFalse();
    }

    @Test
    void everyMissingSettingIsNamedAsItWouldBeSet() {
        Map<String, String> settings = complete();
        settings.remove("quarkus.datasource.password");
        settings.put("entente.seal-key", " ");
        SmallRyeConfig config = config(settings);

        assertThatThrownBy(() -> ProductionSecrets.check(config))
                .isInstanceOf(StartupRefusedException.class)
                .hasMessage("Settings are missing: QUARKUS_DATASOURCE_PASSWORD, ENTENTE_SEAL_KEY.");
    }

    @Test
    void generatedPasswordIsRefusedAndNotShown() {
        Map<String, String> settings = complete();
        settings.put("quarkus.datasource.password", "generated-abc");
        settings.put("kafka.sasl.jaas.config", "ScramLoginModule required password=\"generated-abc\";");
        SmallRyeConfig config = config(settings);

        assertThatThrownBy(() -> ProductionSecrets.check(config))
                .isInstanceOf(StartupRefusedException.class)
                .hasMessageContaining("QUARKUS_DATASOURCE_PASSWORD, KAFKA_SASL_JAAS_CONFIG")
                .hasMessageNotContaining("generated-abc");
    }

    @Test
    void keyFileFromFolderOfGeneratedOnesIsRefused() throws Exception {
        Files.createFile(folder.resolve("GENERATED"));
        Map<String, String> settings = complete();
        settings.put(
                "smallrye.jwt.sign.key.location",
                folder.resolve("key.pem").toUri().toString());
        settings.put(
                "quarkus.http.ssl.certificate.key-files",
                folder.resolve("server-key.pem").toString());
        settings.put(
                "entente.csaf.signing-key.location",
                folder.resolve("csaf-signing-key.asc").toString());
        SmallRyeConfig config = config(settings);

        assertThatThrownBy(() -> ProductionSecrets.check(config))
                .isInstanceOf(StartupRefusedException.class)
                .hasMessageContaining("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES, SMALLRYE_JWT_SIGN_KEY_LOCATION,"
                        + " ENTENTE_CSAF_SIGNING_KEY_LOCATION");
    }

    private static Map<String, String> complete() {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.reactive.url", "postgresql://database.example/entente");
        settings.put("quarkus.datasource.password", "chosen by an administrator");
        settings.put("kafka.bootstrap.servers", "broker.example:9093");
        settings.put("entente.seal-key", "also chosen by an administrator");
        settings.put("mp.jwt.verify.publickey.location", "https://issuer.example/jwks");
        return settings;
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
