package org.entente.faults;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.entente.faults.Ledger.Posted;

/**
 * A partner's program that submits all the time: a bundle after the other, each sent again, under the same key and to the next
 * exchange, until it knows that it was accepted. Some objects are further versions of earlier ones. For one thread.
 */
final class Client implements Runnable {

    static final int OBJECTS_A_BUNDLE = 10;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BUNDLES = Duration.ofMillis(150);
    private static final Duration BEFORE_REPEATING = Duration.ofMillis(200);

    private final int number;
    private final String authorization;
    private final List<URI> exchanges;
    private final Ledger ledger;
    private final int padding;
    private final HttpClient http;
    private final List<Posted> current = new ArrayList<>();
    private int turn;
    private int next;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /**
     * @param padding characters by which each object is longer than it need be
     * @param trust of exchanges' certificates
     */
    Client(
            int number,
            String partner,
            String password,
            List<URI> exchanges,
            Ledger ledger,
            int padding,
            SSLContext trust) {
        this.number = number;
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString((partner + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.exchanges = exchanges;
        this.ledger = ledger;
        this.padding = padding;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        this.next = number;
    }

    /** After the bundle at hand. */
    void stop() {
        stopped.countDown();
    }

    /** At once, whether it knows or not. */
    void giveUp() {
        givenUp.countDown();
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(BETWEEN_BUNDLES.toMillis(), TimeUnit.MILLISECONDS)) {
                submit();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** One bundle, until it is accepted; what it held. */
    List<Posted> submit() throws InterruptedException {
        List<Posted> bundle = bundle();
        ledger.posted(bundle);
        String body = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + bundle.stream().map(Posted::content).collect(Collectors.joining(",")) + "]}";
        String key = UUID.randomUUID().toString();
        while (!isAccepted(body, key)) {
            if (givenUp.await(BEFORE_REPEATING.toMillis(), TimeUnit.MILLISECONDS)) {
                return bundle;
            }
        }
        ledger.accepted(bundle);
        return bundle;
    }

    private boolean isAccepted(String body, String key) throws InterruptedException {
        URI exchange = exchanges.get(Math.floorMod(next++, exchanges.size()));
        HttpRequest request = HttpRequest.newBuilder(exchange.resolve("/api/v1/submissions"))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/stix+json;version=2.1")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            ledger.answered(String.valueOf(answer.statusCode()));
            return answer.statusCode() == 202 && isWhole(answer.body());
        } catch (IOException unknown) {
            ledger.answered("none");
            return false;
        }
    }

    private boolean isWhole(String status) throws IOException {
        JsonNode counts = JSON.readTree(status);
        if (counts.path("success_count").asInt() != OBJECTS_A_BUNDLE) {
            ledger.answered("refused " + counts.path("failures"));
            throw new IOException("Refused");
        }
        return true;
    }

    private List<Posted> bundle() {
        turn++;
        List<Posted> bundle = new ArrayList<>();
        for (int i = 0; i < OBJECTS_A_BUNDLE; i++) {
            // Every tenth is a further version of one of the bundle before, which was accepted.
            bundle.add(
                    i == 0 && !current.isEmpty()
                            ? object(current.get(turn % OBJECTS_A_BUNDLE).id(), false)
                            : object("indicator--" + UUID.randomUUID(), true));
        }
        current.clear();
        current.addAll(bundle);
        return bundle;
    }

    private Posted object(String id, boolean first) {
        String version = "2026-01-05T10:%02d:%02d.%03dZ".formatted(turn / 60_000 % 60, turn / 1000 % 60, turn % 1000);
        String content = "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-05T09:00:00.000Z\",\"modified\":\"" + version
                + "\",\"pattern_type\":\"stix\",\"pattern\":\"[ipv4-addr:value = '198.51.100." + turn % 255
                + "']\",\"valid_from\":\"2026-01-05T10:00:00Z\",\"description\":\"" + "x".repeat(1 + padding)
                + "\",\"object_marking_refs\":[\"" + CLEAR + "\"]}";
        return new Posted(id, version, content, number, turn, first);
    }
}
