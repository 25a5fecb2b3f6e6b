package org.entente.relay;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.NewestEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partner is sent once more what it may have, beside its live topics. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REPLAYS = "/api/v1/replays";
    private static final String TOPIC = "entente.replay.xb-cert";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

    private DemoAccess access;

    @Inject
    Pool pool;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    @Test
    void replayHoldsWhatThePartnerMayHaveUnderTheEventIdsOfTheLiveFeed() {
        // Given
        String first = submit(GREEN);
        String withheld = submit(RED);
        String second = submit(GREEN);
        Map<String, String> live = liveIds(List.of(first, second));

        // When
        String replay = request("{}");
        List<ConsumerRecord<String, byte[]>> replayed = read(replay);

        // Then
        assertThat(replayed.stream().map(ConsumerRecord::key))
                .contains(first, second)
                .doesNotContain(withheld);
        assertThat(replayed.stream()
                        .filter(event -> live.containsKey(event.key()))
                        .collect(Collectors.toMap(ConsumerRecord::key, event -> header(event, "ce_id"))))
                .isEqualTo(live);
        ConsumerRecord<String, byte[]> end = replayed.get(replayed.size() - 1);
        assertThat(header(end, "ce_type")).isEqualTo("org.entente.replay.finished.v1");
        assertThat(new String(end.value(), StandardCharsets.UTF_8))
                .contains("\"sent\":" + (replayed.size() - 1))
                .contains("\"skipped\":0");
        awaitState(replay, "finished");
        as("xb-cert").get(REPLAYS + "/" + replay).then().body("sent", equalTo(replayed.size() - 1));
    }

    @Test
    void replayBeginsWhereThePartnerSays() {
        // Given
        String before = submit(GREEN);
        String time = liveTime(before);
        String after = submit(GREEN);
        liveIds(List.of(after));

        // When
        String replay = request("{\"after\":\"" + time + "\",\"feeds\":[\"threats\"]}");

        // Then
        List<String> keys = read(replay).stream().map(ConsumerRecord::key).toList();
        assertThat(keys).contains(after).doesNotContain(before);
    }

    /**
     * As after the machine's clock was set back: dates of the log go on from where they are. Put right again, since the relay knows
     * by its date what it delivered.
     */
    @Test
    void replayHoldsWhatHasADateThatIsStillToCome() {
        // Given
        String last = submit(GREEN);
        String time = liveTime(last);

        // When
        List<String> replayed;
        try (NewestEntry ahead = NewestEntry.ahead(pool, Duration.ofSeconds(5))) {
            String replay = request("{\"after\":\"" + time + "\",\"feeds\":[\"threats\"]}");
            replayed = read(replay).stream().map(ConsumerRecord::key).toList();
        }

        // Then
        assertThat(replayed).contains(last);
    }

    @Test
    void whatTheGuardKeepsOutIsInNoCount() {
        // Given
        String time = liveTime(submit(GREEN));
        String stopped = submit(GREEN);
        String fine = submit(GREEN);
        liveIds(List.of(stopped, fine));
        mark(stopped, GREEN, RED);
        try {
            // When
            List<ConsumerRecord<String, byte[]>> replayed =
                    read(request("{\"after\":\"" + time + "\",\"feeds\":[\"threats\"]}"));

            // Then
            assertThat(replayed.stream().map(ConsumerRecord::key))
                    .contains(fine)
                    .doesNotContain(stopped);
            assertThat(new String(replayed.get(replayed.size() - 1).value(), StandardCharsets.UTF_8))
                    .contains("\"skipped\":0");
        } finally {
            mark(stopped, RED, GREEN);
        }
    }

    /** Changes what is kept of an object, which the exchange itself never does. */
    private void mark(String object, String before, String after) {
        pool.preparedQuery(
                        "UPDATE object_content SET content = convert_to(replace(convert_from(content, 'UTF8'), $2, $3), 'UTF8')"
                                + " WHERE content_id IN (SELECT content_id FROM log_entry WHERE object_uuid = $1)")
                .execute(Tuple.of(UUID.fromString(object.substring(object.indexOf("--") + 2)), before, after))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void feedWithNothingInItEndsAtOnce() {
        // Other tests publish advisories: after this moment there is none.
        String time = liveTime(submit(GREEN));

        String replay = request("{\"after\":\"" + time + "\",\"feeds\":[\"advisories\"]}");

        assertThat(read(replay)).hasSize(1);
        awaitState(replay, "finished");
    }

    @Test
    void replaysOfOthersAreNotThere() {
        String replay = request("{\"feeds\":[\"advisories\"]}");
        read(replay);

        as("xc-cert").get(REPLAYS + "/" + replay).then().statusCode(404);
        as("xc-cert").delete(REPLAYS + "/" + replay).then().statusCode(404);
        as("xc-cert").get(REPLAYS).then().statusCode(200).body("items.id", not(hasItem(replay)));
        as("auditor").get(REPLAYS).then().statusCode(200).body("items.id", hasItem(replay));
        as("auditor").post(REPLAYS).then().statusCode(403);
        awaitState(replay, "finished");
        as("xb-cert").delete(REPLAYS + "/" + replay).then().statusCode(409);
    }

    @Test
    void listIsNewestFirstAndPaged() {
        String older = request("{\"feeds\":[\"advisories\"]}");
        awaitState(older, "finished");
        String newer = request("{\"feeds\":[\"advisories\"]}");
        awaitState(newer, "finished");

        String next = as("xb-cert")
                .queryParam("limit", 1)
                .get(REPLAYS)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(newer))
                .body("items[0].failure", nullValue())
                .extract()
                .path("next");
        as("xb-cert")
                .queryParam("limit", 1)
                .queryParam("next", next)
                .get(REPLAYS)
                .then()
                .body("items[0].id", equalTo(older));
        as("xc-cert").queryParam("next", next).get(REPLAYS).then().statusCode(400);
        as("xb-cert").queryParam("next", "nonsense").get(REPLAYS).then().statusCode(400);
    }

    @Test
    void requestsThatCannotBeMeantAreRefused() {
        refuse("{\"feeds\":[]}", "/feeds");
        refuse("{\"feeds\":[\"gossip\"]}", "/feeds/0");
        refuse("{\"after\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}", "/until");
        as("xb-cert")
                .contentType("application/json")
                .body("{\"before\":1}")
                .post(REPLAYS)
                .then()
                .statusCode(400);
        as("xb-cert").get(REPLAYS + "/nonsense").then().statusCode(404);
        given().post(REPLAYS).then().statusCode(401);
    }

    private void refuse(String body, String pointer) {
        as("xb-cert")
                .contentType("application/json")
                .body(body)
                .post(REPLAYS)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    private String request(String body) {
        // One at a time: that of another test may be about to end.
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> as("xb-cert")
                                .contentType("application/json")
                                .body(body)
                                .post(REPLAYS),
                        response -> response.statusCode() != 409)
                .then()
                .statusCode(201)
                .header("Location", startsWith("http"))
                .body("topic", equalTo(TOPIC))
                .extract()
                .path("id");
    }

    private void awaitState(String replay, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> as("xb-cert").get(REPLAYS + "/" + replay).then().body("state", equalTo(state)));
    }

    /** Everything of the replay, its end included. */
    private List<ConsumerRecord<String, byte[]>> read(String replay) {
        List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                access.consumer("xb-cert", "xb-cert.replay-" + UUID.randomUUID())) {
            consumer.subscribe(List.of(TOPIC));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> {
                    if (header(event, "ce_replay").equals(replay)) {
                        read.add(event);
                    }
                });
                return !read.isEmpty()
                        && header(read.get(read.size() - 1), "ce_type").equals(ReplayRecords.FINISHED);
            });
        }
        return read;
    }

    private Map<String, String> liveIds(List<String> objects) {
        return live(objects).stream().collect(Collectors.toMap(ConsumerRecord::key, event -> header(event, "ce_id")));
    }

    private String liveTime(String object) {
        return header(live(List.of(object)).get(0), "ce_time");
    }

    private List<ConsumerRecord<String, byte[]>> live(List<String> objects) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = access.consumer("xb-cert", "xb-cert.live-" + UUID.randomUUID())) {
            consumer.subscribe(List.of("entente.feed.xb-cert.threats"));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> {
                    if (objects.contains(event.key())) {
                        found.add(event);
                    }
                });
                return found.size() == objects.size();
            });
        }
        return found;
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private String submit(String marking) {
        String id = "malware--" + UUID.randomUUID();
        as("xa-cert")
                .contentType("application/stix+json;version=2.1")
                .body("""
                        {"type":"bundle","id":"bundle--%s","objects":[{"type":"malware","spec_version":"2.1","id":"%s",
                        "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Once more",
                        "is_family":false,"object_marking_refs":["%s"]}]}""".formatted(UUID.randomUUID(), id, marking))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failure_count", equalTo(0));
        return id;
    }

    private RequestSpecification as(String name) {
        AccessDocument.Caller caller = access.caller(name);
        return given().auth().preemptive().basic(caller.username(), caller.password());
    }
}
