package org.entente.standalone;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class StandaloneIT {
    private static final String SUBSCRIBER_PASSWORD = "a password for this test only";

    private final Map<String, String> services = EmbeddedServices.configuration();

    @Test
    void exchangeIsReadyOnEmbeddedServices() {
        // Ready only when access.json is written, which is a moment after it listens.
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void migrationsAndQueriesUseOneDatabase() throws Exception {
        try (Connection connection = connect(services.get("quarkus.datasource.password"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW fsync")) {
            result.next();

            assertThat(result.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void databaseRefusesWrongPassword() {
        assertThatThrownBy(() -> connect("guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void databaseAccountIsNoSuperuser() throws Exception {
        try (Connection connection = connect(services.get("quarkus.datasource.password"));
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            result.next();

            assertThat(result.getBoolean(1)).isFalse();
        }
    }

    @Test
    void subscriberReadsOnlyWhatAnAclAllows() throws Exception {
        // Given two topics and a subscriber who may see one of them
        try (Admin exchange = Admin.create(ofExchange())) {
            exchange.createTopics(
                            List.of(new NewTopic("acl-mine", 1, (short) 1), new NewTopic("acl-other", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            addSubscriber(exchange, "acl-subscriber");
            exchange.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "acl-mine", PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:acl-subscriber", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        try (Admin subscriber = Admin.create(ofSubscriber("acl-subscriber", SUBSCRIBER_PASSWORD))) {
            // Then it sees its own, over TLS
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(subscriber.listTopics().names().get(10, TimeUnit.SECONDS))
                                    .containsExactly("acl-mine"));
            // And the other does not exist for it
            assertThatThrownBy(() -> subscriber
                            .describeTopics(List.of("acl-other"))
                            .allTopicNames()
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void brokerRefusesWrongPassword() throws Exception {
        try (Admin exchange = Admin.create(ofExchange())) {
            addSubscriber(exchange, "guessed-subscriber");
        }

        try (Admin guesser = Admin.create(ofSubscriber("guessed-subscriber", "guess"))) {
            assertThatThrownBy(() -> guesser.listTopics().names().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void servicesListenOnLoopbackOnly() throws Exception {
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (address.isLoopbackAddress()) {
                    continue;
                }
                for (int port : List.of(port(services.get("kafka.bootstrap.servers")), port(clientAddress()))) {
                    assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
                }
            }
        }
        try (Socket loopback = new Socket(InetAddress.getLoopbackAddress(), port(clientAddress()))) {
            assertThat(loopback.isConnected()).isTrue();
        }
    }

    @Test
    void accessFileIsWrittenForItsOwnerOnly() throws Exception {
        Path file = Path.of(services.get("entente.standalone.data-dir"), AccessFile.NAME);
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(file));

        AccessDocument document = AccessFile.read(file.getParent()).orElseThrow();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(document.kafka()).isEqualTo(clientAddress());
        given().get(document.http() + "/q/health/live").then().statusCode(200);
        given().relaxedHTTPSValidation()
                .get(document.https() + "/q/health/live")
                .then()
                .statusCode(200);
    }

    private String clientAddress() {
        return services.get("entente.kafka.client.bootstrap-servers");
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private Connection connect(String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + services.get("quarkus.datasource.reactive.url"),
                services.get("quarkus.datasource.username"),
                password);
    }

    private static void addSubscriber(Admin exchange, String name) throws Exception {
        exchange.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192), SUBSCRIBER_PASSWORD)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    private Map<String, Object> ofExchange() {
        Map<String, Object> client = new HashMap<>();
        services.forEach((name, value) -> {
            if (name.startsWith("kafka.")) {
                client.put(name.substring("kafka.".length()), value);
            }
        });
        return client;
    }

    private Map<String, Object> ofSubscriber(String user, String password) {
        return Map.of(
                "bootstrap.servers",
                clientAddress(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                KafkaBrokerProperties.scramJaas(user, password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                services.get("entente.kafka.client.ca-file"));
    }
}
