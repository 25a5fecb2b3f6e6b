package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.PackagedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two exchanges deliver from one database to one broker, two shards between them; one freezes under load, comes back, and
 * the other is killed; the one left replays it all, no faster than it may. Before them one from which no broker is to be reached has both shards. Another, which delivers nothing, has the database and the broker in it and takes submissions.
 */
class TwoExchangesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int OBJECTS_A_BUNDLE = 20;
    private static final int REPLAYED_A_SECOND = 1_000;

    /** Of a replay, what goes out at once, before it waits. */
    private static final int REPLAYED_AT_ONCE = 500;

    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    private static final List<String> READERS = List.of("xa-cert", "xb-cert", "xc-cert");

    @TempDir
    private Path folder;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean posting = true;

    @Test
    void freezingAndKillingInstancesLosesRepeatsAndReordersNothing() throws Exception {
        Path data = folder.resolve("data");
        List<Process> instances = new ArrayList<>();
        try (PackagedExchange host = PackagedExchange.in(data)
                .with("ENTENTE_DEMO", "true")
                .with("ENTENTE_RELAY_ENABLED", "false")
                .start()) {
            try {
                // Given one that takes submissions although no broker is to be reached from where it is
                DemoAccess demo = DemoAccess.awaited(data);
                Process cutOff = instance(
                        "cutOff",
                        host,
                        instances,
                        Map.of("kafka.bootstrap.servers", "127.0.0.1:1", "kafka.max.block.ms", "2000"));
                awaitSaid("cutOff", "The relay cannot deliver and keeps trying; intake goes on shard=1");
                awaitSaid("cutOff", "Listening on");
                postToWhoeverHasNoBroker(host);

                // And one that delivers, another that waits, and a client that posts all the time
                Process first = instance(
                        "first",
                        host,
                        instances,
                        Map.of("entente.relay.replay.records-per-second-max", String.valueOf(REPLAYED_A_SECOND)));
                awaitSaid("first", "The relay delivers shard=0");
                awaitSaid("first", "The relay delivers shard=1");
                cutOff.destroyForcibly();
                Process second = instance("second", host, instances, Map.of());
                awaitSaid("second", "Listening on");
                Thread client = new Thread(() -> postUntilDone(host), "client");
                client.start();
                awaitAccepted(20 * OBJECTS_A_BUNDLE);

                // When the one freezes, the other takes over, the one comes back, and the other is killed
                signal("STOP", first);
                awaitSaid("second", "The relay delivers shard=0");
                awaitSaid("second", "The relay delivers shard=1");
                awaitAccepted(accepted.size() + 10 * OBJECTS_A_BUNDLE);
                signal("CONT", first);
                awaitAccepted(accepted.size() + 10 * OBJECTS_A_BUNDLE);
                second.destroyForcibly();
                awaitAccepted(accepted.size() + 10 * OBJECTS_A_BUNDLE);
                posting = false;
                client.join(PATIENCE.toMillis());

                // Then
                List<String> order = idsInOrder(demo, "xb-cert");
                assertThat(order).doesNotHaveDuplicates().containsAll(accepted);
                for (String reader : READERS) {
                    assertThat(idsInOrder(demo, reader)).as(reader).isEqualTo(order);
                }
                replayTakesAllOfItAndItsTime(host, demo, order);
            } finally {
                posting = false;
                instances.forEach(Process::destroyForcibly);
                for (Process instance : instances) {
                    instance.waitFor(20, TimeUnit.SECONDS);
                }
            }
        }
    }

    /** The profile that starts no services of its own, pointed at the host's. */
    private Process instance(String name, PackagedExchange host, List<Process> instances, Map<String, String> otherwise)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(host.services());
        properties.remove("entente.standalone.data-dir");
        properties.putAll(otherwise);
        properties.put("config_ordinal", "290");
        Path file = folder.resolve(name + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        String jar = System.getProperty("entente.test.jar", "target/quarkus-app/quarkus-run.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.profile=test",
                "-Dsmallrye.config.locations=" + file.toUri(),
                "-jar",
                jar);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_HTTP_SSL_PORT", "0");
        builder.environment().put("ENTENTE_DEMO", "false");
        builder.environment().put("ENTENTE_RELAY_SHARDS", "2");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output(name).toFile())
                .start();
        instances.add(process);
        return process;
    }

    private Path output(String name) {
        return folder.resolve(name + ".out");
    }

    private void awaitSaid(String name, String line) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Files.readString(output(name))).as(name).contains(line));
    }

    private void awaitAccepted(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(accepted).hasSizeGreaterThanOrEqualTo(count));
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private void postToWhoeverHasNoBroker(PackagedExchange host) throws IOException, InterruptedException {
        Matcher address =
                Pattern.compile("Listening on:? (http://\\S+?:\\d+)").matcher(Files.readString(output("cutOff")));
        assertThat(address.find()).isTrue();
        List<String> ids = List.of("indicator--" + UUID.randomUUID());
        assertThat(HttpClient.newHttpClient()
                        .send(post(address.group(1), host.access(), ids), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
        accepted.addAll(ids);
    }

    private void postUntilDone(PackagedExchange host) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (posting) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < OBJECTS_A_BUNDLE; i++) {
                ids.add("indicator--" + UUID.randomUUID());
            }
            try {
                if (http.send(post(host.access().http(), host.access(), ids), BodyHandlers.ofString())
                                .statusCode()
                        == 202) {
                    accepted.addAll(ids);
                }
            } catch (IOException | InterruptedException ended) {
                return;
            }
        }
    }

    private static HttpRequest post(String address, AccessDocument access, List<String> ids) {
        List<String> objects = ids.stream()
                .map(id -> "{\"type\": \"indicator\", \"spec_version\": \"2.1\", \"id\": \"" + id + "\","
                        + " \"created\": \"2026-01-05T10:00:00.000Z\", \"modified\": \"2026-01-05T10:00:00.000Z\","
                        + " \"indicator_types\": [\"malicious-activity\"], \"pattern_type\": \"stix\","
                        + " \"pattern\": \"[ipv4-addr:value = '198.51.100.7']\","
                        + " \"valid_from\": \"2026-01-05T10:00:00Z\", \"object_marking_refs\": [\"" + CLEAR + "\"]}")
                .toList();
        String bundle = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
        return request(address, access, "xa-cert", "/api/v1/submissions")
                .header("Content-Type", "application/stix+json;version=2.1")
                .POST(BodyPublishers.ofString(bundle))
                .build();
    }

    private static HttpRequest.Builder request(String address, AccessDocument access, String name, String path) {
        AccessDocument.Caller caller = access.callers().get(name);
        String basic = Base64.getEncoder()
                .encodeToString((caller.username() + ":" + caller.password()).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + basic);
    }

    /** By the clock of who wrote the records: no reader's delay makes it look slower than it is. */
    private static void replayTakesAllOfItAndItsTime(PackagedExchange host, DemoAccess demo, List<String> order)
            throws IOException, InterruptedException {
        assertThat(HttpClient.newHttpClient()
                        .send(
                                request(host.access().http(), host.access(), "xb-cert", "/api/v1/replays")
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"feeds\":[\"threats\"]}"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(201);
        List<ConsumerRecord<String, byte[]>> replayed = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                demo.consumer("xb-cert", demo.kafka("xb-cert").groupPrefix() + "replayed")) {
            consumer.subscribe(List.of("entente.replay.xb-cert"));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(replayed::add);
                return replayed.size() > order.size();
            });
        }
        ConsumerRecord<String, byte[]> end = replayed.remove(replayed.size() - 1);
        assertThat(replayed.stream().map(ConsumerRecord::key)).isEqualTo(order);
        assertThat(end.timestamp() - replayed.get(0).timestamp())
                .as("milliseconds from the first record to the end")
                .isGreaterThanOrEqualTo(1_000L * (order.size() - REPLAYED_AT_ONCE) / REPLAYED_A_SECOND);
    }

    /** Until everything accepted is there, and a little longer for what must not come; the numbers are without gaps. */
    private List<String> idsInOrder(DemoAccess demo, String reader) {
        List<String> ids = new ArrayList<>();
        long sequence = 0;
        try (KafkaConsumer<String, byte[]> consumer =
                demo.consumer(reader, demo.kafka(reader).groupPrefix() + "two")) {
            consumer.subscribe(List.of(demo.kafka(reader).topics().threats()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int quiet = 0;
            while (System.nanoTime() < deadline && quiet < 4) {
                quiet = ids.size() >= accepted.size() ? quiet + 1 : 0;
                for (ConsumerRecord<String, byte[]> sent : consumer.poll(Duration.ofMillis(500))) {
                    ids.add(sent.key());
                    sequence++;
                    assertThat(new String(
                                    sent.headers().lastHeader("ce_sequence").value(), StandardCharsets.UTF_8))
                            .isEqualTo(String.valueOf(sequence));
                }
            }
        }
        return ids;
    }
}
