package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.entente.standalone.AccessDocument;
import org.entente.testing.PackagedExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept is kept: over an orderly restart, and over {@code kill -9}. */
class RestartIT {
    private static final String TOPIC = "restart-it";
    private static final String SUBSCRIBER = "restart-subscriber";

    @TempDir
    private static Path shared;

    private static @Nullable PackagedExchange exchange;

    @TempDir
    private Path folder;

    @Test
    void dataSurviveOrderlyRestartAndKill() throws Exception {
        try (PackagedExchange exchange = PackagedExchange.in(folder.resolve("the data"))
                .with("QUARKUS_SHUTDOWN_TIMEOUT", "3s")
                .start()) {
            // Given a row, a topic with a record, and a subscriber's credential
            provide(exchange);
            insert(exchange, "before the orderly restart");
            send(exchange, "before the orderly restart");

            // When it is stopped and started, written to, and killed and started
            exchange.stop();
            assertThat(exchange.output()).doesNotContain("did not stop in time");
            exchange.start();
            insert(exchange, "before the kill");
            send(exchange, "before the kill");
            exchange.kill().start();

            // Then all of it is there, once
            assertThat(rows(exchange)).containsExactly("before the orderly restart", "before the kill");
            assertThat(records(exchange)).containsExactly("before the orderly restart", "before the kill");
            try (Admin admin = Admin.create(clientOf(exchange))) {
                assertThat(admin.describeUserScramCredentials(List.of(SUBSCRIBER))
                                .users()
                                .get(20, TimeUnit.SECONDS))
                        .containsExactly(SUBSCRIBER);
            }
        }
    }

    @Test
    void standaloneServesThisMachineOnly() throws Exception {
        // Given an address of this machine that others can reach
        Optional<InetAddress> outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(outer.isPresent(), "This machine has no address but its own loopback");

        int port = URI.create(running().access().http()).getPort();

        // Then it answers under the loopback's and not under that one
        try (Socket inner = new Socket("127.0.0.1", port)) {
            assertThat(inner.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> new Socket(outer.orElseThrow(), port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void secondExchangeOnSameDataIsRefusedAndFirstGoesOn() throws Exception {
        PackagedExchange first = running();
        AccessDocument access = first.access();

        try (PackagedExchange second = PackagedExchange.in(shared.resolve("data"))) {
            assertThat(second.startExpectingRefusal()).isEqualTo(1);
            assertThat(second.output()).contains("Another exchange is running on the data directory");
        }

        assertThat(first.access()).isEqualTo(access);
        assertThat(rowsOf(first, "SELECT 'still here'")).containsExactly("still here");
    }

    /** One for all tests that need no more than one that runs. */
    private static PackagedExchange running() {
        if (exchange == null) {
            exchange = PackagedExchange.in(shared.resolve("data")).start();
        }
        return exchange;
    }

    @AfterAll
    static void stopRunning() throws IOException {
        if (exchange != null) {
            exchange.close();
        }
    }

    private static void provide(PackagedExchange exchange) throws Exception {
        try (Connection connection = connect(exchange);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE restart_it (position bigint GENERATED ALWAYS AS IDENTITY, text text)");
        }
        try (Admin admin = Admin.create(clientOf(exchange))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            SUBSCRIBER,
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192),
                            "a password for this test only")))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void insert(PackagedExchange exchange, String text) throws Exception {
        try (Connection connection = connect(exchange);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO restart_it (text) VALUES ('" + text + "')");
        }
    }

    private static List<String> rows(PackagedExchange exchange) throws Exception {
        return rowsOf(exchange, "SELECT text FROM restart_it ORDER BY position");
    }

    private static List<String> rowsOf(PackagedExchange exchange, String query) throws Exception {
        try (Connection connection = connect(exchange);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private static void send(PackagedExchange exchange, String text) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(clientOf(exchange), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, text)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(PackagedExchange exchange) throws Exception {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(clientOf(exchange), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), Duration.ofSeconds(20))
                    .get(partition);
            List<String> texts = new ArrayList<>();
            for (int polls = 0; polls < 20 && consumer.position(partition) < end; polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> texts.add(record.value()));
            }
            return texts;
        }
    }

    private static Connection connect(PackagedExchange exchange) throws IOException, SQLException {
        Map<String, String> services = exchange.services();
        return DriverManager.getConnection(
                "jdbc:" + services.get("quarkus.datasource.reactive.url"),
                services.get("quarkus.datasource.username"),
                services.get("quarkus.datasource.password"));
    }

    private static Map<String, Object> clientOf(PackagedExchange exchange) throws IOException {
        Map<String, Object> client = new HashMap<>();
        exchange.services().forEach((name, value) -> {
            if (name.startsWith("kafka.")) {
                client.put(name.substring("kafka.".length()), value);
            }
        });
        return client;
    }
}
