package org.entente.operations;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.PackagedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of docs/operations.md: a database that is older than what was delivered from it, and subscribers who lose nothing by it. */
class RestoreIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

    @TempDir
    private Path folder;

    @Test
    void whatIsAcceptedAndRecalledAfterARestoreIsDeliveredOnceThoughItCameBeforeAnybodySaidSo() throws Exception {
        Path data = folder.resolve("data");
        Path database = data.resolve("postgres").resolve("data");
        Path backup = folder.resolve("backup");
        List<String> expected = new ArrayList<>();
        try (PackagedExchange exchange = PackagedExchange.in(data).with("ENTENTE_DEMO", "true")) {
            // Given a backup, and what was accepted and delivered after it
            exchange.start();
            expected.addAll(post(exchange, 3));
            assertThat(delivered(data, expected.size())).isEqualTo(expected);
            exchange.stop();
            copy(database, backup);
            exchange.start();
            expected.addAll(post(exchange, 2));
            assertThat(delivered(data, expected.size())).isEqualTo(expected);
            expected.add(recall(exchange, expected.get(0)));
            assertThat(delivered(data, expected.size())).isEqualTo(expected);
            exchange.stop();

            // When the backup is restored, the log goes on beyond where it was, and only then somebody says what
            // happened
            delete(database);
            copy(backup, database);
            exchange.start();
            expected.addAll(post(exchange, 5));
            administer(exchange, "SELECT log_restored()");
            expected.addAll(post(exchange, 2));
            assertThat(delivered(data, expected.size())).isEqualTo(expected);
            expected.add(recall(exchange, expected.get(1)));

            // Then
            assertThat(delivered(data, expected.size())).isEqualTo(expected);
        }
    }

    /** In order of their acceptance; each on its own, so that nothing else decides on the order. */
    private static List<String> post(PackagedExchange exchange, int count) throws IOException {
        AccessDocument access = exchange.access();
        AccessDocument.Caller caller = access.callers().get("xa-cert");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "indicator--" + UUID.randomUUID();
            String object = "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                    + "\",\"created\":\"2026-01-05T10:00:00.000Z\",\"modified\":\"2026-01-05T10:00:00.000Z\","
                    + "\"pattern_type\":\"stix\",\"pattern\":\"[ipv4-addr:value = '198.51.100.9']\","
                    + "\"valid_from\":\"2026-01-05T10:00:00Z\",\"object_marking_refs\":[\"" + CLEAR + "\"]}";
            given().auth()
                    .preemptive()
                    .basic(caller.username(), caller.password())
                    .contentType("application/stix+json;version=2.1")
                    .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object
                            + "]}")
                    .post(access.http() + "/api/v1/submissions")
                    .then()
                    .statusCode(202);
            ids.add(id);
        }
        return ids;
    }

    /** Each is told of by a record with the object's id as key. */
    private static String recall(PackagedExchange exchange, String id) throws IOException {
        AccessDocument access = exchange.access();
        AccessDocument.Caller caller = access.callers().get("xa-cert");
        given().auth()
                .preemptive()
                .basic(caller.username(), caller.password())
                .contentType("application/json")
                .body("{\"reason\":\"It was wrong\"}")
                .post(access.http() + "/api/v1/objects/" + id + "/recall")
                .then()
                .statusCode(201);
        return id;
    }

    /** All that is on the topic, from its beginning, once there is so much, and a little later for what must not come. */
    private static List<String> delivered(Path data, int count) {
        DemoAccess demo = DemoAccess.awaited(data);
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                demo.consumer("xb-cert", demo.kafka("xb-cert").groupPrefix() + UUID.randomUUID())) {
            consumer.subscribe(List.of(demo.kafka("xb-cert").topics().threats()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int quiet = 0;
            while (System.nanoTime() < deadline && quiet < 3) {
                int before = keys.size();
                for (ConsumerRecord<String, byte[]> sent : consumer.poll(Duration.ofMillis(500))) {
                    keys.add(sent.key());
                }
                quiet = keys.size() >= count && keys.size() == before ? quiet + 1 : 0;
            }
        }
        return keys;
    }

    private static void administer(PackagedExchange exchange, String statement) throws Exception {
        Map<String, String> services = exchange.services();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + services.get("quarkus.datasource.reactive.url"),
                        services.get("quarkus.datasource.username"),
                        services.get("quarkus.datasource.password"));
                Statement asked = connection.createStatement()) {
            asked.execute(statement);
        }
    }

    /** With the permissions that PostgreSQL insists on. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
