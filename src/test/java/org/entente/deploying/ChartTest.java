package org.entente.deploying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart, linted and rendered by helm itself, over the ways in which it can be set. */
class ChartTest {
    private static final Path CHART = Path.of("helm", "entente");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Refuses what the Kubernetes version of the models does not know: a misspelt field is otherwise dropped in silence. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private static final Map<String, Class<?>> MODELS = Map.of(
            "Deployment", Deployment.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "NetworkPolicy", NetworkPolicy.class,
            "Job", Job.class,
            "ConfigMap", ConfigMap.class,
            "ServiceMonitor", ServiceMonitor.class);

    /** No typed model of these is at hand; their shape is checked by hand below. */
    private static final Set<String> OPERATORS_OWN = Set.of("Cluster", "Kafka", "KafkaNodePool", "KafkaUser");

    private static final String COMPLETE = """
            image: {repository: registry.example/entente, tag: 0.1.0}
            exchange:
              sealKey: {secret: entente-seal}
              tokens: {secret: entente-tokens}
              firstAdmin: {secret: entente-admin}
              tls: {secret: entente-tls}
            database:
              host: db.example
              credentials: {secret: entente-database}
              ca: {secret: database-ca}
            kafka:
              bootstrapServers: kafka-1.example:9093,kafka-2.example:9093
              jaas: {secret: entente-kafka}
              ca: {secret: kafka-ca}
            networkPolicy:
              callersFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]
              metricsFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
              databaseTo: [{ipBlock: {cidr: 192.0.2.10/32}}]
              kafkaTo: [{ipBlock: {cidr: 192.0.2.0/28}}]
              tracesTo: [{ipBlock: {cidr: 192.0.2.20/32}}]
            """;

    private static final Map<String, Object> TRACES = Map.of(
            "traces.endpoint", "https://collector.example:4318/v1/traces",
            "traces.authorization.secret", "collector-token",
            "traces.ca.secret", "collector-ca");

    private static final Map<String, Object> FURTHER = Map.of(
            "exchange.environment.MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://issuer.example/jwks",
            "exchange.environment.ENTENTE_ADVISORY_FONTS", "/etc/entente/files/fonts",
            "exchange.secretEnvironment.QUARKUS_OIDC_CONSOLE_CREDENTIALS_SECRET.secret", "issuer",
            "exchange.secretEnvironment.QUARKUS_OIDC_CONSOLE_CREDENTIALS_SECRET.key", "client-secret",
            "exchange.files.csaf.secret", "csaf-key",
            "exchange.files.weaknesses.configMap", "cwe",
            "exchange.files.fonts.claim", "fonts",
            "networkPolicy.egress[0].to[0].ipBlock.cidr", "192.0.2.30/32",
            "networkPolicy.egress[0].ports[0].port", 443);

    private static final List<Map<String, Object>> MATRIX = List.of(
            Map.of(),
            FURTHER,
            Map.of("replicas", 0),
            Map.of("autoscaling.enabled", true),
            Map.of("migrations.job", false, "networkPolicy.enabled", false, "exchange.firstAdmin.secret", ""),
            Map.of(
                    "monitoring.serviceMonitor", true,
                    "monitoring.scrapeCredentials.secret", "scraper",
                    "monitoring.alerts", true,
                    "monitoring.dashboard", true),
            Map.of("traces.endpoint", "http://collector.example:4318/v1/traces", "traces.ratio", "0.5"),
            TRACES,
            Map.of("cloudNativePg.enabled", true, "cloudNativePg.storageClass", "fast"),
            Map.of("strimzi.enabled", true, "strimzi.storageClass", "fast"),
            Map.of("cloudNativePg.enabled", true, "strimzi.enabled", true, "cloudNativePg.instances", 1),
            Map.of("image.digest", "sha256:" + "0".repeat(64), "exchange.environment.QUARKUS_LOG_LEVEL", "WARN"));

    @TempDir
    private Path folder;

    @Test
    void lintFindsNothing() throws IOException {
        Path chart = folder.resolve("entente");
        copyChart(chart);
        // Lint knows values only from the chart's own file.
        Files.writeString(chart.resolve("values.yaml"), YAML.writeValueAsString(merged()));

        LintResult result = new Helm(chart).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @Test
    void everyManifestOfEveryCombinationIsWhatKubernetesKnows() throws IOException {
        for (Map<String, Object> values : MATRIX) {
            for (JsonNode manifest : rendered(values)) {
                String kind = manifest.path("kind").asText();
                assertThat(MODELS.containsKey(kind) || OPERATORS_OWN.contains(kind))
                        .as(kind)
                        .isTrue();
                if (MODELS.containsKey(kind)) {
                    assertThat(STRICT.treeToValue(manifest, MODELS.get(kind)))
                            .as("%s with %s", kind, values)
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void everyPodKeepsTheRestrictedStandardAndHoldsNoSecretItself() throws IOException {
        for (Map<String, Object> values : MATRIX) {
            for (JsonNode pod : pods(rendered(values))) {
                JsonNode container = pod.at("/containers/0");
                assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
                assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                        .isEqualTo("RuntimeDefault");
                assertThat(pod.at("/automountServiceAccountToken").asBoolean(true))
                        .isFalse();
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(container.at("/securityContext/capabilities/drop").toString())
                        .isEqualTo("[\"ALL\"]");
                assertThat(container.at("/resources/requests").size()).isEqualTo(2);
                assertThat(settings(container)).doesNotHaveDuplicates();
                for (JsonNode setting : container.path("env")) {
                    if (setting.path("name").asText().matches(".*(PASSWORD|JAAS_CONFIG|SEAL_KEY|_SECRET)")) {
                        assertThat(setting.at("/valueFrom/secretKeyRef/name").asText())
                                .isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void nothingIsReachedThatIsNotNamed() throws IOException {
        JsonNode policy = one(rendered(Map.of()), "NetworkPolicy");

        assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(policy.at("/spec/egress")).hasSize(3).allSatisfy(rule -> {
            assertThat(rule.path("to")).isNotEmpty();
            assertThat(rule.path("ports")).isNotEmpty();
        });
        assertThat(policy.at("/spec/ingress"))
                .allSatisfy(rule -> assertThat(rule.path("from")).isNotEmpty());
    }

    @Test
    void collectorOfTracesIsReachedOnItsPortAndOnlyWhereItIsSet() throws IOException {
        List<JsonNode> manifests = rendered(TRACES);

        assertThat(one(manifests, "NetworkPolicy").at("/spec/egress/3").toString())
                .isEqualTo("{\"to\":[{\"ipBlock\":{\"cidr\":\"192.0.2.20/32\"}}],\"ports\":[{\"port\":4318}]}");
        assertThat(one(manifests, "Deployment").toString())
                .contains(
                        "\"name\":\"ENTENTE_TRACES_ENDPOINT\",\"value\":\"https://collector.example:4318/v1/traces\"",
                        "\"name\":\"ENTENTE_TRACES_RATIO\",\"value\":\"0.01\"",
                        "{\"secretKeyRef\":{\"key\":\"authorization\",\"name\":\"collector-token\"}}",
                        "\"mountPath\":\"/etc/entente/traces\"");
        assertThat(one(rendered(Map.of()), "Deployment").toString()).doesNotContain("TRACES", "traces");
    }

    @Test
    void furtherSettingsFilesAndCallsAreTheOnesThatAreNamed() throws IOException {
        List<JsonNode> manifests = rendered(FURTHER);

        for (String kind : List.of("Deployment", "Job")) {
            assertThat(one(manifests, kind).toString())
                    .contains(
                            "\"name\":\"MP_JWT_VERIFY_PUBLICKEY_LOCATION\",\"value\":\"https://issuer.example/jwks\"",
                            "{\"name\":\"QUARKUS_OIDC_CONSOLE_CREDENTIALS_SECRET\",\"valueFrom\":"
                                    + "{\"secretKeyRef\":{\"name\":\"issuer\",\"key\":\"client-secret\"}}}",
                            "{\"name\":\"files-csaf\",\"mountPath\":\"/etc/entente/files/csaf\",\"readOnly\":true}",
                            "{\"name\":\"files-csaf\",\"secret\":{\"secretName\":\"csaf-key\",\"defaultMode\":288}}",
                            "{\"name\":\"files-weaknesses\",\"configMap\":{\"name\":\"cwe\",\"defaultMode\":288}}",
                            "\"persistentVolumeClaim\":{\"claimName\":\"fonts\",\"readOnly\":true}")
                    .doesNotContain("/etc/entente/tokens/token.pub\"");
        }
        assertThat(one(manifests, "NetworkPolicy").at("/spec/egress/3").toString())
                .isEqualTo("{\"ports\":[{\"port\":443}],\"to\":[{\"ipBlock\":{\"cidr\":\"192.0.2.30/32\"}}]}");
    }

    @Test
    void namesWithNothingBehindThemAreNoSettings() throws IOException {
        Path nothing = Files.writeString(
                folder.resolve("nothing.yaml"),
                "{exchange: {environment: , secretEnvironment: , files: }, networkPolicy: {egress: }}");

        String manifests = command()
                .withValuesFile(nothing)
                .set("cloudNativePg.enabled", true)
                .call();

        assertThat(manifests).contains("ENTENTE_SOURCE", "max_connections: \"100\"");
    }

    @Test
    void settingInTwoPlacesIsRefused() {
        Map<String, Object> values = Map.of(
                "exchange.environment.ENTENTE_SOURCE", "urn:entente:exchange",
                "exchange.secretEnvironment.ENTENTE_SOURCE.secret", "source",
                "exchange.secretEnvironment.ENTENTE_SOURCE.key", "source");

        assertThatThrownBy(() -> rendered(values))
                .hasMessageContaining("ENTENTE_SOURCE is in exchange.environment and");
    }

    @Test
    void allInstancesAreStoppedUnlessAnAutoscalerSaysHowManyThereAre() throws IOException {
        Map<String, Object> autoscaled = Map.of("replicas", 0, "autoscaling.enabled", true);

        assertThat(one(rendered(Map.of("replicas", 0)), "Deployment")
                        .at("/spec/replicas")
                        .asInt(-1))
                .isZero();
        assertThatThrownBy(() -> rendered(autoscaled)).hasMessageContaining("replicas: 0 stops nothing");
    }

    @Test
    void databaseTakesTheConnectionsOfAllInstancesAndOneMore() throws IOException {
        assertThat(connections(Map.of())).isEqualTo("100");
        assertThat(connections(Map.of("replicas", 10))).isEqualTo("272");
        assertThat(connections(Map.of("autoscaling.enabled", true))).isEqualTo("184");
        Path pool = Files.writeString(
                folder.resolve("pool.yaml"),
                "{replicas: 10, exchange: {environment: {QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE: '8'}}}");
        assertThat(command()
                        .withValuesFile(pool)
                        .set("cloudNativePg.enabled", true)
                        .call())
                .contains("max_connections: \"140\"");
    }

    private String connections(Map<String, Object> values) throws IOException {
        Map<String, Object> all = new HashMap<>(values);
        all.put("cloudNativePg.enabled", true);
        return one(rendered(all), "Cluster")
                .at("/spec/postgresql/parameters/max_connections")
                .textValue();
    }

    @Test
    void whatHoldsDataIsKeptWhereTheReleaseIsUninstalled() throws IOException {
        List<JsonNode> kept = rendered(Map.of("cloudNativePg.enabled", true, "strimzi.enabled", true)).stream()
                .filter(manifest -> OPERATORS_OWN.contains(manifest.path("kind").asText()))
                .toList();

        assertThat(kept)
                .hasSize(4)
                .allSatisfy(manifest -> assertThat(manifest.at("/metadata/annotations")
                                .path("helm.sh/resource-policy")
                                .asText())
                        .isEqualTo("keep"));
    }

    @Test
    void autoscalerAloneSaysHowManyInstancesThereAre() throws IOException {
        List<JsonNode> manifests = rendered(Map.of("autoscaling.enabled", true));

        assertThat(one(manifests, "Deployment").at("/spec").has("replicas")).isFalse();
        assertThat(one(manifests, "HorizontalPodAutoscaler")
                        .at("/spec/minReplicas")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void migrationRunsBeforeInstancesUnlessTheyMigrateThemselves() throws IOException {
        List<JsonNode> external = rendered(Map.of());
        List<JsonNode> operators = rendered(Map.of("strimzi.enabled", true));

        assertThat(one(external, "Job").toString()).contains("pre-install,pre-upgrade", "QUARKUS_INIT_AND_EXIT");
        assertThat(one(external, "Deployment").toString()).contains("QUARKUS_FLYWAY_MIGRATE_AT_START");
        assertThat(operators.stream().map(manifest -> manifest.path("kind").asText()))
                .doesNotContain("Job");
        assertThat(one(operators, "Deployment").toString()).doesNotContain("QUARKUS_FLYWAY_MIGRATE_AT_START");
    }

    @Test
    void strimziLeavesPartnersUsersAlone() throws IOException {
        List<JsonNode> manifests = rendered(Map.of("strimzi.enabled", true));
        String pattern = one(manifests, "Kafka")
                .at("/spec/entityOperator/template/userOperatorContainer/env/0/value")
                .asText();
        String own = one(manifests, "KafkaUser").at("/metadata/name").asText();

        assertThat("xa-cert").matches(pattern);
        assertThat(own).doesNotMatch(pattern);
        assertThat(one(manifests, "KafkaUser").at("/spec/authorization/acls")).hasSize(7);
        assertThat(one(manifests, "Deployment").toString()).contains(own);
    }

    @Test
    void alertsAndDashboardSpeakOfMetricsThatThisProjectHas() throws IOException {
        List<JsonNode> maps = rendered(Map.of("monitoring.alerts", true, "monitoring.dashboard", true)).stream()
                .filter(manifest -> manifest.path("kind").asText().equals("ConfigMap"))
                .toList();
        String meter = sourcesThatMeasure();

        assertThat(maps).hasSize(2);
        for (JsonNode map : maps) {
            String text = map.path("data").elements().next().asText();
            assertThat(YAML.readTree(text).isObject()).isTrue();
            for (String name : ownMetrics(text)) {
                assertThat(meter).contains("\"" + name + "\"");
            }
        }
    }

    /** That the running exchange exposes them under these names, ProductionIT sees. */
    private static String sourcesThatMeasure() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                all.append(text.contains("MeterRegistry") ? text : "");
            }
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image.tag | latest | image.tag may not be latest",
                "image.repository | '' | Set image.repository",
                "exchange.sealKey.secret | '' | Set exchange.sealKey.secret",
                "exchange.tls.secret | '' | Set exchange.tls.secret",
                "database.host | '' | Set database.host, or cloudNativePg.enabled",
                "kafka.bootstrapServers | '' | Set kafka.bootstrapServers, or strimzi.enabled",
                "monitoring.serviceMonitor | true | Set monitoring.scrapeCredentials.secret",
                "replicas | 51 | replicas",
                "kafka.mechanism | PLAIN | mechanism",
                "exchange.environment.ENTENTE_SEAL_KEY | hunter2hunter2 | ENTENTE_SEAL_KEY",
                "exchange.environment.ENTENTE_TRACES_AUTHORIZATION | Bearer | AUTHORIZATION",
                "exchange.environment.ENTENTE_CSAF_SIGNING_KEY_PASSPHRASE | words | PASSPHRASE",
                "exchange.environment.QUARKUS_INIT_AND_EXIT | yes | migrations.job says who migrates",
                "exchange.secretEnvironment.ENTENTE_CSAF_SIGNING_KEY_PASSPHRASE | words | secretEnvironment",
                "exchange.files.fonts.hostPath | /usr/share/fonts | hostPath",
                "networkPolicy.egress[0].to[0].ipBlock.cidr | 192.0.2.30/32 | ports",
                "traces.endpoint | https://collector.example/v1/traces | endpoint",
                "traces.ratio | 2 | ratio",
                "traces.authorization.secret | collector | set an https address in traces.endpoint",
                "resources.limits.memory | much | memory",
                "relpicas | 3 | relpicas",
            })
    void wrongValueIsRefusedWithASentence(String name, String value, String sentence) {
        Object typed = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;
        if (value.equals("true")) {
            typed = true;
        }
        Map<String, Object> values = Map.of(name, typed);

        assertThatThrownBy(() -> rendered(values)).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networkPolicy: {databaseTo: []}",
                "networkPolicy: {kafkaTo: []}",
                "{networkPolicy: {tracesTo: []}, traces: {endpoint: 'https://collector.example:4318'}}",
            })
    void closedNetworkWithoutItsOwnServicesIsRefused(String values) throws IOException {
        Path more = Files.writeString(folder.resolve("more.yaml"), values);

        assertThatThrownBy(() -> command().withValuesFile(more).call())
                .hasMessageContaining("by default the exchange may call nobody");
    }

    private List<JsonNode> rendered(Map<String, Object> values) throws IOException {
        TemplateCommand command = command();
        values.forEach(command::set);
        List<JsonNode> manifests = new ArrayList<>();
        try (var parser = YAML.getFactory().createParser(command.call())) {
            YAML.readValues(parser, JsonNode.class).forEachRemaining(manifest -> {
                if (manifest.isObject()) {
                    manifests.add(manifest);
                }
            });
        }
        return manifests;
    }

    private TemplateCommand command() throws IOException {
        Path complete = Files.writeString(folder.resolve("complete.yaml"), COMPLETE);
        Path chart = folder.resolve("rendered");
        if (!Files.exists(chart)) {
            copyChart(chart);
        }
        return new Helm(chart)
                .template()
                .withName("entente")
                .withNamespace("exchange")
                .withValuesFile(complete);
    }

    private static JsonNode one(List<JsonNode> manifests, String kind) {
        List<JsonNode> found = manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static List<JsonNode> pods(List<JsonNode> manifests) {
        List<JsonNode> pods = manifests.stream()
                .map(manifest -> manifest.at("/spec/template/spec"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(pods).isNotEmpty();
        return pods;
    }

    private static List<String> settings(JsonNode container) {
        List<String> names = new ArrayList<>();
        container.path("env").forEach(setting -> names.add(setting.path("name").asText()));
        assertThat(names).isNotEmpty();
        return names;
    }

    /** As the program names them: Prometheus writes lines for dots and adds an ending. */
    private static Set<String> ownMetrics(String text) {
        Set<String> names = new java.util.TreeSet<>();
        var matcher = java.util.regex.Pattern.compile("\\bentente_[a-z_]+").matcher(text);
        while (matcher.find()) {
            names.add(matcher.group().replaceAll("_(total|seconds)$", "").replace('_', '.'));
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    private static JsonNode merged() throws IOException {
        ObjectMapper deep = YAML.copy();
        deep.setDefaultMergeable(true);
        JsonNode defaults = deep.readTree(CHART.resolve("values.yaml").toFile());
        return deep.readerForUpdating(defaults).readValue(COMPLETE);
    }

    private static void copyChart(Path to) throws IOException {
        try (var files = Files.walk(CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(CHART.relativize(file).toString()));
            }
        }
        // Helm as a library takes itself to be of Kubernetes 1.20, and cannot be told otherwise.
        Path description = to.resolve("Chart.yaml");
        Files.writeString(description, Files.readString(description).replaceAll("(?m)^kubeVersion:.*\\n", ""));
        // It renders no hooks either; without the annotation the job is a manifest like any other.
        Path job = to.resolve("templates").resolve("migrations.yaml");
        Files.writeString(job, Files.readString(job).replace("helm.sh/hook:", "entente.test/hook:"));
    }
}
