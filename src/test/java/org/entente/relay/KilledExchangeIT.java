package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.PackagedExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole packaged exchange under load: what got a 202 is on the topic once, as it was sent. Once in every build;
 * {@code org.entente.faults} kills one of two a hundred times.
 */
class KilledExchangeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = Integer.getInteger("entente.test.kills", 1);
    private static final int CLIENTS = 3;
    private static final int OBJECTS_A_BUNDLE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

    @TempDir
    private Path folder;

    /** Everything that got a 202, with its bytes. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    private final AtomicReference<AccessDocument> access = new AtomicReference<>();
    private volatile boolean posting = true;
    private volatile String lastRefusal = "";

    @Test
    void everythingAcceptedIsOnTheTopicExactlyOnce() throws Exception {
        Path data = folder.resolve("data");
        try (PackagedExchange exchange =
                PackagedExchange.in(data).with("ENTENTE_DEMO", "true").start()) {
            // Given clients that post all the time
            access.set(exchange.access());
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(this::postUntilDone, "client-" + i);
                clients.add(client);
                client.start();
            }

            // When the exchange is killed at a moment that nobody chose
            RandomGenerator random = RandomGenerator.getDefault();
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMoreAccepted(1 + random.nextInt(40));
                exchange.kill().start();
                access.set(exchange.access());
            }
            // More than what the one killed last may have answered just before
            awaitMoreAccepted(CLIENTS + 1);
            posting = false;
            for (Thread client : clients) {
                client.join(PATIENCE.toMillis());
            }

            // Then
            Map<String, String> received = new HashMap<>();
            Set<String> repeated = new HashSet<>();
            read(DemoAccess.awaited(data), received, repeated);
            assertThat(repeated).isEmpty();
            assertThat(received).containsAllEntriesOf(accepted);
        }
    }

    /** Posts go on being taken, also by an exchange that came back after a kill. */
    private void awaitMoreAccepted(int bundles) {
        int enough = accepted.size() + OBJECTS_A_BUNDLE * bundles;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(accepted).as(lastRefusal).hasSizeGreaterThanOrEqualTo(enough));
    }

    private void postUntilDone() {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (posting) {
            Map<String, String> objects = freshObjects();
            try {
                HttpResponse<String> answer = http.send(post(objects), BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    JsonNode status = JSON.readTree(answer.body());
                    for (JsonNode success : status.path("successes")) {
                        String id = success.path("id").asText();
                        accepted.put(id, objects.get(id));
                    }
                    lastRefusal = status.path("failures").toString();
                } else {
                    lastRefusal = answer.statusCode() + " " + answer.body();
                }
            } catch (IOException killed) {
                // No answer: whether it was taken is open, and nothing is asserted about it but that it comes once at
                // most.
                Thread.onSpinWait();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private HttpRequest post(Map<String, String> objects) {
        AccessDocument current = access.get();
        AccessDocument.Caller caller = current.callers().get("xa-cert");
        String basic = Base64.getEncoder()
                .encodeToString((caller.username() + ":" + caller.password()).getBytes(StandardCharsets.UTF_8));
        String bundle = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects.values()) + "]}";
        return HttpRequest.newBuilder(URI.create(current.http() + "/api/v1/submissions"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/stix+json;version=2.1")
                .POST(BodyPublishers.ofString(bundle))
                .build();
    }

    private static Map<String, String> freshObjects() {
        Map<String, String> objects = new HashMap<>();
        for (int i = 0; i < OBJECTS_A_BUNDLE; i++) {
            String id = "indicator--" + UUID.randomUUID();
            objects.put(
                    id,
                    "{\"type\": \"indicator\", \"spec_version\": \"2.1\", \"id\": \"" + id + "\","
                            + " \"created\": \"2026-01-05T10:00:00.000Z\", \"modified\": \"2026-01-05T10:00:00.000Z\","
                            + " \"indicator_types\": [\"malicious-activity\"], \"pattern_type\": \"stix\","
                            + " \"pattern\": \"[ipv4-addr:value = '198.51.100." + i + "']\","
                            + " \"valid_from\": \"2026-01-05T10:00:00Z\", \"object_marking_refs\": [\"" + CLEAR
                            + "\"]}");
        }
        return objects;
    }

    /** Until everything accepted is there, and then a little longer for what must not come. */
    private void read(DemoAccess demo, Map<String, String> received, Set<String> repeated) {
        try (KafkaConsumer<String, byte[]> consumer =
                demo.consumer("xb-cert", demo.kafka("xb-cert").groupPrefix() + "killed")) {
            consumer.subscribe(List.of(demo.kafka("xb-cert").topics().threats()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int quiet = 0;
            while (System.nanoTime() < deadline && quiet < 5) {
                boolean complete = received.keySet().containsAll(accepted.keySet());
                quiet = complete ? quiet + 1 : 0;
                for (ConsumerRecord<String, byte[]> sent : consumer.poll(Duration.ofMillis(500))) {
                    if (received.put(sent.key(), new String(sent.value(), StandardCharsets.UTF_8)) != null) {
                        repeated.add(sent.key());
                    }
                }
            }
        }
    }
}
