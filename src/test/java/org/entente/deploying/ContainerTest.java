package org.entente.deploying;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image and the compose file, as far as they can be checked without an engine. */
class ContainerTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Set<String> INSTRUCTIONS = Set.of(
            "FROM", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "ENV", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT");

    @TempDir
    private Path folder;

    @Test
    void imageRunsAsNobodyInParticularOnJava25WithoutEmbeddedServices() throws IOException {
        List<String> instructions = instructions();
        List<String> last = instructions.subList(lastFrom(instructions), instructions.size());

        assertThat(instructions).allSatisfy(line -> assertThat(INSTRUCTIONS).contains(line.split(" ", 2)[0]));
        assertThat(instructions).anyMatch(line -> line.contains("mvn") && line.contains("-Pcontainer"));
        assertThat(last.get(0)).contains(":25-");
        assertThat(last).contains("USER 10001:10001").anyMatch(line -> line.startsWith("HEALTHCHECK "));
        assertThat(last).anyMatch(line -> line.startsWith("ENTRYPOINT [") && line.contains("-XX:AOTCache="));
        // A cache made of another path keeps Quarkus from starting.
        assertThat(instructions).anyMatch(line -> line.contains("-jar /opt/entente/quarkus-run.jar; test -s"));
        assertThat(last).anyMatch(line -> line.endsWith("\"-jar\", \"/opt/entente/quarkus-run.jar\"]"));
        assertThat(last).noneMatch(line -> line.matches("ENV .*(PASSWORD|SECRET|_KEY)=.*"));
    }

    @Test
    void everyServiceIsHardenedAndNoSecretIsWritten() throws IOException {
        String text = Files.readString(DOCKER.resolve("compose.yml"));
        JsonNode compose = new ObjectMapper(new YAMLFactory()).readTree(text);

        assertThat(compose.path("services").properties())
                .hasSize(7)
                .allSatisfy(service -> assertThat(merged(service.getValue(), "read_only"))
                        .as(service.getKey())
                        .isTrue());
        assertThat(text).doesNotContainPattern("(?i)password: *\"?[a-z0-9]").doesNotContain("PRIVATE KEY");
        compose.path("services")
                .properties()
                .forEach(service -> service.getValue()
                        .path("volumes")
                        .forEach(mount -> assertThat(named(compose, mount))
                                .as("%s mounts %s", service.getKey(), mount)
                                .isTrue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker.sh", "rights.sh", "database.sh", "healthy.sh", "init.sh"})
    void scriptIsOneThatItsShellReads(String script) throws Exception {
        String shell = Files.readAllLines(DOCKER.resolve(script)).get(0).substring(2);

        assertThat(run(List.of(shell, "-n", DOCKER.resolve(script).toString()))).isZero();
    }

    @Test
    void initMakesSecretsOnceAndNoTwoAlike() throws Exception {
        Path secrets = folder.resolve("secrets");
        String script = DOCKER.resolve("init.sh").toString();

        assertThat(run(List.of("sh", script, secrets.toString()))).isZero();
        String first = Files.readString(secrets.resolve("exchange/application.properties"));
        assertThat(run(List.of("sh", script, secrets.toString()))).isZero();
        Path others = folder.resolve("others");
        assertThat(run(List.of("sh", script, others.toString()))).isZero();

        assertThat(secrets.resolve("exchange/application.properties")).hasContent(first);
        assertThat(Files.readString(others.resolve("exchange/application.properties")))
                .isNotEqualTo(first);
        assertThat(run(List.of(
                        "openssl",
                        "verify",
                        "-CAfile",
                        secrets.resolve("public/services.crt").toString(),
                        secrets.resolve("exchange/https.crt").toString(),
                        secrets.resolve("kafka-3/client.crt").toString())))
                .isZero();
        assertThat(first).contains("entente.seal-key=").doesNotContain("generated-");
    }

    @Test
    void superUsersOfBrokersHaveNamesThatNoPartnerCanHave() throws Exception {
        Path secrets = folder.resolve("secrets");
        assertThat(run(List.of("sh", DOCKER.resolve("init.sh").toString(), secrets.toString())))
                .isZero();
        SslPrincipalMapper mapper = SslPrincipalMapper.fromRules(brokerSetting("ssl.principal.mapping.rules"));

        String broker = mapper.getName(subject(secrets.resolve("kafka-1/internal.crt")));
        String admin = mapper.getName(subject(secrets.resolve("kafka-admin/admin.crt")));

        assertThat(List.of(broker, admin))
                .allSatisfy(name -> assertThat(PartnerId.tryParse(name)).isEmpty());
        assertThat(brokerSetting("super.users").split(";"))
                .containsExactlyInAnyOrder("User:" + broker, "User:" + admin);
    }

    /** As the shell leaves it in the broker's settings. */
    private static String brokerSetting(String name) throws IOException {
        return Files.readAllLines(DOCKER.resolve("broker.sh")).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\\$", "$"))
                .findFirst()
                .orElseThrow();
    }

    private static String subject(Path certificate) throws Exception {
        try (InputStream file = Files.newInputStream(certificate)) {
            return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file))
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private List<String> instructions() throws IOException {
        String text = Files.readString(DOCKER.resolve("Containerfile"));
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (all, line) -> all + line + "\n")
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static int lastFrom(List<String> instructions) {
        int last = -1;
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).startsWith("FROM ")) {
                last = i;
            }
        }
        return last;
    }

    /** Jackson leaves YAML's merge keys as they are: what is merged in is known by its anchor. */
    private static boolean merged(JsonNode service, String key) {
        return service.path(key).asBoolean() || service.has("<<");
    }

    private static boolean named(JsonNode compose, JsonNode mount) {
        String source = mount.isTextual()
                ? mount.asText().split(":")[0]
                : mount.path("source").asText();
        return source.startsWith("./")
                ? Files.exists(DOCKER.resolve(source.substring(2)))
                : compose.path("volumes").has(source);
    }

    private int run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
