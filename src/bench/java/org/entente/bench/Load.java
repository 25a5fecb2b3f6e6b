package org.entente.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Measures a running exchange with demo partners from outside, in a process of its own: objects a second through bundles and
 * through single posts, and records a second out of the relay.
 *
 * <pre>java -cp 'target/quarkus-app/lib/main/*' src/bench/java/org.entente.bench/Load.java data [bundles] [singles]</pre>
 *
 * The first argument is the exchange's data directory. Indicators are made up, about 400 bytes each, all different. A
 * part of each kind is sent first as warm-up. Shares its machine with the exchange, so a figure
 * is a lower bound of what the exchange can do.
 */
public final class Load {

    private static final int BUNDLE_OBJECTS = 1_000;
    private static final int BUNDLE_CONNECTIONS = 8;
    private static final int SINGLE_CONNECTIONS = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final JsonNode access;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Load(JsonNode access) {
        this.access = access;
    }

    /** Runs the measurement and prints one line a figure. */
    public static void main(String[] arguments) throws Exception {
        JsonNode access = new ObjectMapper().readTree(new File(arguments[0], "access.json"));
        int bundles = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int singles = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20_000;
        new Load(access).run(bundles, singles);
    }

    private void run(int bundles, int singles) throws Exception {
        measure("warm-up, bundles", Math.min(50, bundles), BUNDLE_OBJECTS, BUNDLE_CONNECTIONS);
        measure("warm-up, single posts", Math.min(1_000, singles), 1, SINGLE_CONNECTIONS);
        try (KafkaConsumer<String, byte[]> consumer = consumer("xb-cert")) {
            skipBacklog(consumer);
            Set<String> sent = measure("bundles of 1,000, 8 connections", bundles, BUNDLE_OBJECTS, BUNDLE_CONNECTIONS);
            long started = System.nanoTime();
            long before = sent.size();
            int repeated = receive(consumer, sent);
            print("  left for the relay after the last answer, all at xb-cert", before, System.nanoTime() - started);
            System.out.println("  records repeated: " + repeated + ", missing: " + sent.size());
        }
        measure("single posts, 32 connections", singles, 1, SINGLE_CONNECTIONS);
    }

    private Set<String> measure(String what, int posts, int objects, int connections) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < posts; i++) {
            bodies.add(bundle(objects, ids));
        }
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        List<Callable<Integer>> calls = new ArrayList<>();
        bodies.forEach(body -> calls.add(() -> post(body)));
        long started = System.nanoTime();
        for (Future<Integer> status : clients.invokeAll(calls, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            if (status.get() != 202) {
                throw new IllegalStateException("Status " + status.get());
            }
        }
        print(what, (long) posts * objects, System.nanoTime() - started);
        clients.shutdown();
        return ids;
    }

    private static void print(String what, long objects, long nanos) {
        System.out.printf(
                Locale.ROOT, "%-60s %,9d in %6.2f s  %,9.0f a second%n", what, objects, nanos / 1e9, objects * 1e9 / nanos);
    }

    private static byte[] bundle(int objects, Set<String> ids) {
        StringBuilder body = new StringBuilder("{\"type\":\"bundle\",\"id\":\"bundle--")
                .append(UUID.randomUUID())
                .append("\",\"objects\":[");
        for (int i = 0; i < objects; i++) {
            String uuid = UUID.randomUUID().toString();
            ids.add("indicator--" + uuid);
            body.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--")
                    .append(uuid)
                    .append("\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\",")
                    .append("\"indicator_types\":[\"malicious-activity\"],\"pattern\":\"[domain-name:value = '")
                    .append(uuid)
                    .append(".example.net']\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-15T08:00:00Z\"}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private int post(byte[] body) throws Exception {
        JsonNode caller = access.path("callers").path("xa-cert");
        String secret = caller.path("username").asText() + ":" + caller.path("password").asText();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(access.path("http").asText() + "/api/v1/submissions?communities=demo-csirts"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private KafkaConsumer<String, byte[]> consumer(String partner) {
        JsonNode kafka = access.path("callers").path(partner).path("kafka");
        Properties config = new Properties();
        config.put("bootstrap.servers", access.path("kafka").asText());
        config.put("group.id", kafka.path("groupPrefix").asText() + UUID.randomUUID());
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        config.put("security.protocol", kafka.path("protocol").asText());
        config.put("sasl.mechanism", kafka.path("mechanism").asText());
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                        + kafka.path("username").asText() + "\" password=\"" + kafka.path("password").asText() + "\";");
        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.truststore.location", kafka.path("caFile").asText());
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(kafka.path("topics").path("threats").asText()));
        return consumer;
    }

    private static void skipBacklog(KafkaConsumer<String, byte[]> consumer) {
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < Duration.ofSeconds(3).toNanos()) {
            if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                quietSince = System.nanoTime();
            }
        }
    }

    /** Takes received ids out of the set until none is left; counts those that were not in it. */
    private static int receive(KafkaConsumer<String, byte[]> consumer, Set<String> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int repeated = 0;
        while (!expected.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> received : consumer.poll(Duration.ofMillis(100))) {
                repeated += expected.remove(received.key()) ? 0 : 1;
            }
        }
        return repeated;
    }
}
