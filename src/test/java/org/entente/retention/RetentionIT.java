package org.entente.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.PlainBrowser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must go is nowhere any more, topics included; what is held stays; and partners see what they would see had it never been. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class RetentionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JSON = "application/json";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private static final String RULES = "/api/v1/retention/rules";
    private static final String HOLDS = "/api/v1/retention/holds";
    private static final String RUNS = "/api/v1/retention/runs";
    private static final String FEED = "entente.feed.xb-cert.threats";
    private static final String REPLAY = "entente.replay.xb-cert";

    /** The lock of whoever follows policies, see LogLocks. */
    private static final long RECALL_FOLLOWER = 7813577128208760837L;

    /** The lock of placing entries. */
    private static final long ENTRIES = RECALL_FOLLOWER - 1;

    /** A partner changed in nothing, which is still to be found out. */
    private static final String LATER_FACT = """
            WITH r AS (UPDATE directory_revision SET revision = revision + 1 RETURNING revision)
            INSERT INTO member_fact
            SELECT f.partner_id, r.revision, f.active, f.subscribes, f.policy_version, f.communities, f.last_position, now()
            FROM r, (SELECT * FROM member_fact WHERE partner_id = '%s' ORDER BY revision DESC LIMIT 1) f""";

    /** Whoever erases holds the lock of erasing and waits for that of placing entries; see LogLocks. */
    private static final String BATCH_WAITS = """
            SELECT count(*) FROM pg_locks held JOIN pg_locks waits USING (pid, classid)
            WHERE held.locktype = 'advisory' AND held.classid = 1819240192 AND held.objid = 6 AND held.granted
              AND waits.locktype = 'advisory' AND waits.objid = 4 AND NOT waits.granted""";

    /** Long enough after 1971 to be now; what other tests send is valid for longer. */
    private static final int DAYS = 20_000;

    private DemoAccess access;
    private PartnersOverRest rest;

    @Inject
    Pool pool;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
        rest = new PartnersOverRest(access);
    }

    @Test
    void objectThatAnOperatorErasesIsNowhereAnyMore() {
        // Given
        String word = word();
        String before = submit(malware(word()));
        String erased = submit(malware(word));
        String after = submit(malware(word()));
        awaitLive(after);
        replay();
        long position = position(erased);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> count("SELECT count(*) FROM search_term WHERE position = " + position) > 0);
        assertThat(held(FEED, word)).isPositive();
        assertThat(held(REPLAY, word)).isPositive();

        // When
        String purge = rest.as("admin")
                .contentType(JSON)
                .body("{\"reason\":\"Personal data\"}")
                .post("/api/v1/objects/" + erased + "/purge")
                .then()
                .statusCode(201)
                .body("object", equalTo(erased))
                .body("entries", equalTo(1))
                .extract()
                .path("id");

        // Then
        assertThat(count("SELECT count(*) FROM object_content WHERE position(convert_to('" + word
                        + "', 'UTF8') IN content) > 0"))
                .isZero();
        assertThat(count("SELECT count(*) FROM search_term WHERE position = " + position))
                .isZero();
        assertThat(taxii("xb-cert", erased)).isEqualTo(taxii("xb-cert", malwareId()));
        assertSameAsAbsent(erased, "");
        assertSameAsAbsent(erased, "/timeline");
        assertSameAsAbsent(erased, "/graph");
        assertSameAsAbsent(erased, "/audience");
        rest.as("xb-cert")
                .get("/api/v1/search?q=" + word)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
        awaitCleared(purge);
        assertThat(count("SELECT count(*) FROM retention_topics WHERE purged_number >= (SELECT max(purged_number)"
                        + " FROM log_purged JOIN log_purge USING (purge_number) WHERE purge_id = '" + purge + "')"))
                .as("looked at once more, for what a delivery under way wrote and took back")
                .isEqualTo(1);
        assertThat(held(FEED, word)).isZero();
        assertThat(held(REPLAY, word)).isZero();
        assertThat(keys(FEED)).contains(after).doesNotContain(before);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(recalls(FEED)).contains(erased));
        rest.as("xb-cert").get("/api/v1/recalls").then().body("items.objects.flatten().id", hasItem(erased));
        // Operators see what stays.
        rest.as("auditor")
                .get("/api/v1/objects/" + erased + "/purge")
                .then()
                .statusCode(200)
                .body("versions[0].purge.reason", equalTo("Personal data"))
                .body("versions[0].purge.madeBy", equalTo("admin"))
                .body("versions[0].digest.length()", equalTo(64));
        rest.as("auditor").get("/api/v1/audit?subject=" + erased).then().body("items.action", hasItem("object.purged"));
        rest.as("xb-cert").get("/api/v1/objects/" + erased + "/purge").then().statusCode(403);
        rest.as("admin").get("/api/v1/objects/" + erased).then().statusCode(404);
    }

    @Test
    void topicThatHeldNothingErasedIsLeftAsItIs() {
        // Given: something that xb-cert may not have, between what it has
        String before = submit(malware(word()));
        String erased = submit(malware(malwareId(), word(), RED));
        String after = submit(malware(word()));
        awaitLive(after);
        List<String> had = keys(FEED);
        assertThat(had).contains(before).doesNotContain(erased);

        // When
        awaitCleared(purge(erased));

        // Then
        assertThat(keys(FEED)).isEqualTo(had);
        assertThat(recalls(FEED)).doesNotContain(erased);
    }

    @Test
    void feedGoesOnWithoutAGapInItsNumbersAfterAPurge() {
        // Given
        String erased = submit(malware(word()));
        String stays = submit(malware(word()));
        awaitLive(stays);

        // When
        awaitCleared(purge(erased));
        String next = submit(malware(word()));
        awaitLive(next);

        // Then
        List<ConsumerRecord<String, byte[]>> records = records(FEED);
        for (int i = 1; i < records.size(); i++) {
            assertThat(sequence(records.get(i))).isEqualTo(sequence(records.get(i - 1)) + 1);
        }
        assertThat(records.stream().map(ConsumerRecord::key)).contains(stays, next);
    }

    @Test
    void whatIsSentInAgainIsErasedAndWhatAnotherSaysStays() {
        // Given
        String word = word();
        String id = malwareId();
        String object = malware(id, word);
        submit("xa-cert", object);
        String purge = purge(id);
        awaitCleared(purge);

        // When
        submit("xa-cert", object);

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        rest.as("admin").get("/api/v1/purges/" + purge).then().body("entries", equalTo(2)));
        rest.as("admin")
                .get("/api/v1/purges?orders=true&limit=200")
                .then()
                .body("items.id", hasItem(purge))
                .body("items.rule", everyItem(nullValue()));
        assertThat(count("SELECT count(*) FROM object_content WHERE position(convert_to('" + word
                        + "', 'UTF8') IN content) > 0"))
                .isZero();

        // When
        submit("xc-cert", object);

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(taxii("xc-cert", id)).contains(word));
        assertThat(taxii("xb-cert", id)).contains(word);

        // When it is recalled in the ordinary way, that is not the order's
        rest.as("xc-cert")
                .contentType(JSON)
                .body("{\"reason\":\"A mistake\"}")
                .post("/api/v1/objects/" + id + "/recall")
                .then()
                .statusCode(201);
        awaitCleared(purge(submit(malware(word()))));
        assertThat(count("SELECT count(*) FROM object_content WHERE position(convert_to('" + word
                        + "', 'UTF8') IN content) > 0"))
                .isEqualTo(1);
    }

    @Test
    void ruleErasesWhatIsDueAndNothingThatIsHeld() {
        // Given
        String due = submit(indicator(word()));
        String held = submit(indicator(word()));
        awaitLive(held);
        awaitIndexed(held);
        String hold = id(rest.as("curator")
                .contentType(JSON)
                .body("{\"object\":\"" + held + "\",\"reason\":\"Asked for by a court\"}")
                .post(HOLDS));
        String rule = activeRule();
        try {
            assertThat(preview(rule).getLong("held")).isEqualTo(1);
            assertThat(preview(rule).getLong("due")).isEqualTo(1);

            // When
            run();

            // Then
            assertThat(taxii("xb-cert", due)).isEqualTo(taxii("xb-cert", malwareId()));
            assertThat(taxii("xb-cert", held)).contains(held);
            assertThat(taxii("xa-cert", held)).contains(held);
            JsonPath purged =
                    rest.as("auditor").get("/api/v1/objects/" + due + "/purge").jsonPath();
            assertThat(purged.getString("versions[0].purge.rule")).isEqualTo(rule);
            awaitCleared(purged.getString("versions[0].purge.id"));
            assertThat(keys(FEED)).doesNotContain(due);
            // A rule takes nothing back from those who have it.
            rest.as("xb-cert").get("/api/v1/recalls").then().body("items.objects.flatten().id", not(hasItem(due)));
            rest.as("admin")
                    .contentType(JSON)
                    .body("{\"reason\":\"No\"}")
                    .post("/api/v1/objects/" + held + "/purge")
                    .then()
                    .statusCode(409);

            // When: one person proposes, and another agrees
            String lifting = HOLDS + "/" + hold + "/lifting";
            agree(hold).then().statusCode(409);
            rest.as("admin")
                    .contentType(JSON)
                    .body("{\"reason\":\"The court is done\"}")
                    .post(lifting)
                    .then()
                    .statusCode(200)
                    .body("liftProposedBy", equalTo("admin"))
                    .body("liftedAt", nullValue());
            assertThat(preview(rule).getLong("held")).isEqualTo(1);
            rest.as("admin")
                    .header("If-Match", "\"2\"")
                    .post(lifting + "/approval")
                    .then()
                    .statusCode(403);
            rest.as("approver").delete(lifting).then().statusCode(200).body("liftProposedBy", nullValue());
            agree(hold).then().statusCode(409);
            rest.as("admin")
                    .contentType(JSON)
                    .body("{\"reason\":\"The court is done\"}")
                    .post(lifting)
                    .then()
                    .statusCode(200);
            agree(hold).then().statusCode(200).body("liftedBy", equalTo("approver"));
            run();

            // Then
            assertThat(taxii("xb-cert", held)).isEqualTo(taxii("xb-cert", malwareId()));
        } finally {
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
    }

    @Test
    void whatRefersToSomethingErasedIsAsRestrictedAsBefore() {
        // Given: something that xc-cert may not have, erased by a rule
        String due = submit(indicator(word(), AMBER));
        awaitIndexed(due);
        eraseWhatIsDue();
        rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);

        // When
        String own = submit("xa-cert", sighting(due));
        String ofAnother = submit("xb-cert", sighting(due));
        String control = submit("xa-cert", malware(word()));

        // Then
        for (String sighted : List.of(own, ofAnother)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(taxii("xb-cert", sighted)).contains(sighted));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(taxii("xc-cert", control)).contains(control));
        assertThat(taxii("xc-cert", own)).doesNotContain(own);
        assertThat(taxii("xc-cert", ofAnother)).doesNotContain(ofAnother);
    }

    @Test
    void newerVersionOfSomethingErasedIsARevisionToWhoHadIt() {
        // Given
        String due = submit(indicator(word()));
        awaitLive(due);
        awaitIndexed(due);
        eraseWhatIsDue();
        rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);

        // When
        String newer = indicator(word())
                .replaceFirst("indicator--[0-9a-f-]{36}", due)
                .replace("\"modified\":\"2026-01-01", "\"modified\":\"2026-02-01");
        submit(newer);
        String control = submit(malware(word()));
        awaitLive(control);

        // Then
        ConsumerRecord<String, byte[]> told = records(FEED).stream()
                .filter(each -> each.key().equals(due) && !isRecall(each))
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(header(told, "ce_type")).isEqualTo("org.entente.object.revised.v1");
    }

    @Test
    void runThatWaitsForTooLongEndsAndTheNextErasesWhatItLeft() {
        // Given
        String behind = "behind-" + word().substring(0, 10);
        rest.partner(behind);
        String due = submit(indicator(word()));
        awaitIndexed(due);
        String rule = activeRule();
        SqlConnection follower = pool.getConnection().await().atMost(PATIENCE);
        try {
            execute(follower, "SELECT pg_advisory_lock(" + RECALL_FOLLOWER + ")");
            execute(follower, LATER_FACT.formatted(behind));
            String run = begun();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> rest.as("auditor")
                            .get(RUNS + "/" + run)
                            .then()
                            .body("waitsFor", equalTo(List.of(behind)))
                            .body("finishedAt", nullValue()));
            assertThat(browser("curator").get("/console/retention").body())
                    .contains("waits, since these are not told yet");

            // When
            count("WITH aged AS (UPDATE retention_run SET waits_since = waits_since - interval '1 day' WHERE run_id = '"
                    + run + "' RETURNING 1) SELECT count(*) FROM aged");

            // Then
            awaitFinished(run);
            assertThat(count("SELECT count(*) FROM log_purge WHERE run_id = '" + run + "' AND erased_at IS NULL"))
                    .isZero();
            rest.as("auditor")
                    .get(RUNS + "/" + run)
                    .then()
                    .body("waitsFor", equalTo(List.of(behind)))
                    .body("erased", equalTo(0));
            rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(200);

            // When
            execute(follower, "SELECT pg_advisory_unlock(" + RECALL_FOLLOWER + ")");
            run();

            // Then
            rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);
        } finally {
            endOf(follower);
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
    }

    @Test
    void changeCommittedWhileABatchWaitsForItsTurnIsWaitedFor() {
        // Given
        String behind = "between-" + word().substring(0, 10);
        rest.partner(behind);
        String due = submit(indicator(word()));
        awaitIndexed(due);
        String rule = activeRule();
        SqlConnection follower = pool.getConnection().await().atMost(PATIENCE);
        try {
            execute(follower, "SELECT pg_advisory_lock(" + RECALL_FOLLOWER + "), pg_advisory_lock(" + ENTRIES + ")");
            String run = begun();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> count(BATCH_WAITS) == 1);

            // When
            execute(follower, LATER_FACT.formatted(behind));
            execute(follower, "SELECT pg_advisory_unlock(" + ENTRIES + ")");

            // Then
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> rest.as("auditor")
                            .get(RUNS + "/" + run)
                            .then()
                            .body("waitsFor", equalTo(List.of(behind)))
                            .body("erased", equalTo(0)));
            rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(200);
            execute(follower, "SELECT pg_advisory_unlock(" + RECALL_FOLLOWER + ")");
            awaitFinished(run);
            rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);
        } finally {
            endOf(follower);
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
    }

    private static void execute(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(PATIENCE);
    }

    private static void endOf(SqlConnection connection) {
        connection
                .query("SELECT pg_advisory_unlock_all()")
                .execute()
                .chain(connection::close)
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void runDoesNotWaitForWhoCannotRead() {
        // Given: one that read is suspended, and one that never reads has changed since it was made
        String suffix = word().substring(0, 10);
        String suspended = "suspended-" + suffix;
        String mute = "mute-" + suffix;
        rest.partner(suspended);
        rest.only("submitter", mute);
        rest.community("mutes-" + suffix, mute);
        rest.as("admin")
                .contentType(JSON)
                .body("{\"reason\":\"For a test\"}")
                .post("/api/v1/partners/" + suspended + "/suspension")
                .then()
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> changesToFollow(suspended) == 1 && changesToFollow(mute) == 0);
        String due = submit(indicator(word()));
        awaitIndexed(due);

        // When
        eraseWhatIsDue();

        // Then
        rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);
    }

    private long changesToFollow(String partner) {
        return count("SELECT count(*) FROM member_fact f JOIN recall_follow r USING (partner_id)"
                + " WHERE f.revision > r.revision AND partner_id = '" + partner + "'");
    }

    @Test
    void whatMayYetHaveToBeToldOfIsNotErasedByARule() {
        // Given: a recall of it fails, and is tried again
        String due = submit(indicator(word()));
        awaitIndexed(due);
        count("WITH failed AS (INSERT INTO recall_trouble VALUES (gen_random_uuid(), 'policy', 'xc-cert', "
                + position(due)
                + ", 0, 0, 1, now(), now() + interval '1 day', 'For a test') RETURNING 1) SELECT count(*) FROM failed");

        // When
        eraseWhatIsDue();

        // Then
        rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(200);

        // When
        count("WITH over AS (DELETE FROM recall_trouble WHERE position = " + position(due)
                + " RETURNING 1) SELECT count(*) FROM over");
        eraseWhatIsDue();

        // Then
        rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);
    }

    @Test
    void runThatBrokeOffIsFinishedByWhoeverComesNext() {
        // Given
        String due = submit(indicator(word()));
        awaitIndexed(due);
        String rule = activeRule();
        try {
            // When: as an instance leaves it that is killed right after it began
            UUID run = UUID.randomUUID();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> pool.preparedQuery("INSERT INTO retention_run (run_id, started_at, started_by)"
                                            + " SELECT $1, now(), '' WHERE NOT EXISTS"
                                            + " (SELECT FROM retention_run WHERE finished_at IS NULL)")
                                    .execute(Tuple.of(run))
                                    .await()
                                    .atMost(PATIENCE)
                                    .rowCount()
                            == 1);

            // Then
            awaitFinished(run.toString());
            rest.as("admin").get("/api/v1/objects/" + due).then().statusCode(404);
        } finally {
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
    }

    @Test
    void ruleCountsFromWhenAnObjectWasAcceptedAndShortensWhatItsTopicsKeepWhileItIsInForce() throws Exception {
        // Given
        String old = submit(infrastructure());
        String young = submit(infrastructure());
        awaitLive(young);
        String unconcerned = "entente.feed.xb-cert.mitigations";
        long usual = retentionMillis(FEED);
        long usualFile = fileMillis(FEED);
        assertThat(usual).isGreaterThan(Duration.ofDays(1).toMillis());
        count("WITH aged AS (UPDATE log_entry SET date_added = date_added - interval '" + (DAYS + 1)
                + " days' WHERE position = " + position(old) + " RETURNING 1) SELECT count(*) FROM aged");
        String rule = rule("{\"tlp\":[\"green\"],\"kinds\":[\"infrastructure\"],\"days\":1,\"reason\":\"Law\"}");
        approve(rule);
        try {
            // When
            run();

            // Then
            rest.as("admin").get("/api/v1/objects/" + old).then().statusCode(404);
            rest.as("admin").get("/api/v1/objects/" + young).then().statusCode(200);
            awaitRetention(FEED, Duration.ofDays(1).toMillis());
            assertThat(fileMillis(FEED)).isLessThan(usualFile);
            assertThat(retentionMillis(unconcerned)).isEqualTo(usual);
        } finally {
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
        awaitRetention(FEED, usual);
        assertThat(fileMillis(FEED)).isEqualTo(usualFile);
    }

    private void awaitRetention(String topic, long millis) {
        Awaitility.await().atMost(PATIENCE).until(() -> retentionMillis(topic) == millis);
    }

    private static long retentionMillis(String topic) throws Exception {
        return configured(topic, TopicConfig.RETENTION_MS_CONFIG);
    }

    private static long fileMillis(String topic) throws Exception {
        return configured(topic, TopicConfig.SEGMENT_MS_CONFIG);
    }

    private static long configured(String topic, String name) throws Exception {
        Map<String, Object> administrator = new HashMap<>();
        EmbeddedServices.configuration().forEach((key, value) -> {
            if (key.startsWith("kafka.") && AdminClientConfig.configNames().contains(key.substring(6))) {
                administrator.put(key.substring(6), value);
            }
        });
        ConfigResource asked = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(administrator)) {
            return Long.parseLong(admin.describeConfigs(List.of(asked))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(asked)
                    .get(name)
                    .value());
        }
    }

    @Test
    void ruleTakesTwoPersonsAndWhatItSaysIsChecked() {
        String rule = rule("{\"days\":36500,\"reason\":\"For a test\"}");
        String seen = rest.as("auditor").get(RULES + "/" + rule).getHeader("ETag");

        rest.as("approver").post(RULES + "/" + rule + "/approval").then().statusCode(428);
        rest.as("approver")
                .header("If-Match", "\"99\"")
                .post(RULES + "/" + rule + "/approval")
                .then()
                .statusCode(412);
        rest.as("curator")
                .header("If-Match", seen)
                .post(RULES + "/" + rule + "/approval")
                .then()
                .statusCode(403);
        rest.as("curator").delete(RULES + "/" + rule).then().statusCode(200).body("state", equalTo("withdrawn"));
        rest.as("approver")
                .header("If-Match", "\"2\"")
                .post(RULES + "/" + rule + "/approval")
                .then()
                .statusCode(409);
        String own = id(rest.as("approver")
                .contentType(JSON)
                .body("{\"days\":36500,\"reason\":\"For a test\"}")
                .post(RULES));
        rest.as("approver")
                .header("If-Match", "\"1\"")
                .post(RULES + "/" + own + "/approval")
                .then()
                .statusCode(403);
        rest.as("approver").post(RULES + "/" + own + "/rejection").then().statusCode(200);
        refused(RULES, "{\"days\":0,\"reason\":\"No\"}", "/days");
        refused(RULES, "{\"days\":7}", "/reason");
        refused(RULES, "{\"days\":7,\"since\":\"birth\",\"reason\":\"No\"}", "/since");
        refused(RULES, "{\"days\":7,\"tlp\":[\"PINK\"],\"reason\":\"No\"}", "/tlp/0");
        refused(RULES, "{\"days\":7,\"kinds\":[],\"reason\":\"No\"}", "/kinds");
        refused(HOLDS, "{\"object\":\"nonsense\",\"reason\":\"No\"}", "/object");
        refused(HOLDS, "{\"partner\":\"nobody-there\",\"reason\":\"No\"}", "/partner");
        refused(HOLDS, "{\"submission\":\"" + UUID.randomUUID() + "\",\"reason\":\"No\"}", "/submission");
        refused(HOLDS, "{\"reason\":\"No\"}", "");
        rest.as("admin")
                .contentType(JSON)
                .body("{\"reason\":\"No\"}")
                .post("/api/v1/objects/" + malwareId() + "/purge")
                .then()
                .statusCode(404);
        rest.as("curator").get(RULES + "?order=no").then().statusCode(400);
        rest.as("xa-cert").get(HOLDS).then().statusCode(403);
        given().get("/api/v1/purges").then().statusCode(401);
    }

    @Test
    void pagesOfTheConsoleDoTheSame() {
        // Given
        PlainBrowser curator = browser("curator");
        PlainBrowser approver = browser("approver");
        PlainBrowser admin = browser("admin");
        String reason = word();
        String page = "/console/retention";
        String object = submit(malware(word()));
        position(object);

        // When
        assertThat(curator.post(
                                page + "/rules",
                                Map.of("kinds", "x-a-test", "days", "36500", "since", "valid-until", "reason", reason))
                        .statusCode())
                .isEqualTo(303);
        String rule = rest.as("auditor")
                .get(RULES + "?limit=200&state=proposed")
                .path("items.find { it.reason == '" + reason + "' }.id");
        assertThat(curator.get(page).body()).contains(reason);
        assertThat(curator.post(page + "/rules/" + rule, Map.of("deed", "approve", "version", "\"1\""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(approver.post(page + "/rules/" + rule, Map.of("deed", "approve", "version", "\"9\""))
                        .statusCode())
                .isEqualTo(412);
        assertThat(approver.post(page + "/rules/" + rule, Map.of("deed", "approve", "version", "\"1\""))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.get(page + "?preview=true").body()).contains("What a run would erase now");
        assertThat(curator.post(page + "/rules/" + rule, Map.of("deed", "end", "version", "\"2\""))
                        .statusCode())
                .isEqualTo(303);
        assertThat(curator.post(page + "/holds", Map.of("object", object, "reason", reason))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.post(page + "/purges", Map.of("object", object, "reason", reason))
                        .statusCode())
                .isEqualTo(409);
        String hold = rest.as("auditor").get(HOLDS).path("items.find { it.reason == '" + reason + "' }.id");
        assertThat(admin.post(page + "/holds/" + hold, Map.of("deed", "propose", "reason", reason, "version", "\"1\""))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.post(page + "/holds/" + hold, Map.of("deed", "approve", "version", "\"2\""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(approver.get(page).body()).contains("Proposed by admin").contains("value='\"2\"'");
        assertThat(approver.post(page + "/holds/" + hold, Map.of("deed", "approve", "version", "\"1\""))
                        .statusCode())
                .isEqualTo(412);
        assertThat(approver.post(page + "/holds/" + hold, Map.of("deed", "approve", "version", "\"2\""))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.post(page + "/purges", Map.of("object", object, "reason", reason))
                        .statusCode())
                .isEqualTo(303);

        // Then
        assertThat(curator.get("/console/objects/" + object).body())
                .contains("Nothing of it is in the exchange any more")
                .contains(reason);
        assertThat(curator.get(page).body()).contains(object);
        assertThat(curator.get("/console/objects/" + malwareId()).statusCode()).isEqualTo(404);
    }

    private PlainBrowser browser(String operator) {
        AccessDocument.Caller who = access.caller(operator);
        return PlainBrowser.signedIn(access.document().http(), who.username(), who.password());
    }

    private void refused(String path, String body, String pointer) {
        rest.as("curator")
                .contentType(JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    private void assertSameAsAbsent(String object, String route) {
        Response erased = rest.as("xb-cert").get("/api/v1/objects/" + object + route);
        Response absent = rest.as("xb-cert").get("/api/v1/objects/" + malwareId() + route);
        assertThat(erased.statusCode()).isEqualTo(absent.statusCode()).isEqualTo(404);
        assertThat(erased.jsonPath().getString("detail"))
                .isEqualTo(absent.jsonPath().getString("detail"));
    }

    private String activeRule() {
        String rule = rule("{\"kinds\":[\"indicator\"],\"days\":" + DAYS
                + ",\"since\":\"valid-until\",\"reason\":\"For a test\"}");
        approve(rule);
        return rule;
    }

    private String rule(String body) {
        return id(rest.as("curator").contentType(JSON).body(body).post(RULES));
    }

    private void approve(String rule) {
        String seen = rest.as("approver").get(RULES + "/" + rule).getHeader("ETag");
        rest.as("approver")
                .header("If-Match", seen)
                .post(RULES + "/" + rule + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));
    }

    private Response agree(String hold) {
        String seen = rest.as("approver").get(HOLDS + "/" + hold).getHeader("ETag");
        return rest.as("approver").header("If-Match", seen).post(HOLDS + "/" + hold + "/lifting/approval");
    }

    private static String id(Response made) {
        return made.then().statusCode(201).extract().path("id");
    }

    private JsonPath preview(String rule) {
        Response shown = rest.as("auditor").get("/api/v1/retention/preview");
        shown.then().statusCode(200);
        Map<String, Object> expected = shown.jsonPath().getMap("rules.find { it.rule.id == '" + rule + "' }");
        return JsonPath.from("{\"due\":" + expected.get("due") + ",\"held\":" + expected.get("held") + "}");
    }

    private void eraseWhatIsDue() {
        String rule = activeRule();
        try {
            run();
        } finally {
            rest.as("admin").delete(RULES + "/" + rule).then().statusCode(200);
        }
    }

    private void run() {
        awaitFinished(begun());
    }

    private String begun() {
        return Awaitility.await()
                .atMost(PATIENCE)
                // One of another test may be under way.
                .until(() -> rest.as("admin").post(RUNS), begun -> begun.statusCode() == 201)
                .path("id");
    }

    private void awaitFinished(String run) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> rest.as("auditor").get(RUNS + "/" + run).path("finishedAt") != null);
    }

    private String purge(String object) {
        return id(rest.as("admin")
                .contentType(JSON)
                .body("{\"reason\":\"For a test\"}")
                .post("/api/v1/objects/" + object + "/purge"));
    }

    private void awaitCleared(String purge) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        rest.as("auditor").get("/api/v1/purges/" + purge).then().body("state", equalTo("cleared")));
    }

    private void awaitIndexed(String object) {
        long position = position(object);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> count("SELECT count(*) FROM entry_validity WHERE position = " + position) == 1);
    }

    private void awaitLive(String object) {
        Awaitility.await().atMost(PATIENCE).until(() -> keys(FEED).contains(object));
    }

    private void replay() {
        String replay = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> rest.as("xb-cert").contentType(JSON).body("{}").post("/api/v1/replays"),
                        asked -> asked.statusCode() == 201)
                .path("id");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> rest.as("xb-cert")
                        .get("/api/v1/replays/" + replay)
                        .then()
                        .body("state", equalTo("finished")));
    }

    private List<String> keys(String topic) {
        return records(topic).stream()
                .filter(each -> !isRecall(each))
                .map(ConsumerRecord::key)
                .toList();
    }

    private List<String> recalls(String topic) {
        return records(topic).stream()
                .filter(RetentionIT::isRecall)
                .map(ConsumerRecord::key)
                .toList();
    }

    private static boolean isRecall(ConsumerRecord<String, byte[]> each) {
        return header(each, "ce_type").equals("org.entente.object.recalled.v1");
    }

    private long held(String topic, String word) {
        return records(topic).stream()
                .filter(each -> new String(each.value(), StandardCharsets.UTF_8).contains(word))
                .count();
    }

    private static long sequence(ConsumerRecord<String, byte[]> each) {
        return Long.parseLong(header(each, "ce_sequence"));
    }

    private static String header(ConsumerRecord<String, byte[]> each, String name) {
        return new String(each.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** All that a topic of xb-cert holds now. */
    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = access.consumer("xb-cert", "xb-cert.kept-" + UUID.randomUUID())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = new HashMap<>(consumer.endOffsets(List.of(partition))).get(partition);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    /** But for what every answer has of its own. */
    private String taxii(String partner, String object) {
        return rest.as(partner)
                .accept("application/taxii+json;version=2.1")
                .get("/taxii2/exchange/collections/threats/objects/" + object + "/")
                .then()
                .extract()
                .asString()
                .replaceAll("\"error_id\":\"[^\"]+\"", "");
    }

    private long position(String object) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> count("SELECT coalesce(max(position), 0) FROM log_entry WHERE object_uuid = '"
                                + object.substring(object.indexOf("--") + 2) + "'"),
                        found -> found > 0);
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private static String word() {
        return "zz" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String malwareId() {
        return "malware--" + UUID.randomUUID();
    }

    private static String malware(String word) {
        return malware(malwareId(), word);
    }

    private static String malware(String id, String word) {
        return malware(id, word, GREEN);
    }

    private static String malware(String id, String word, String marking) {
        return """
                {"type":"malware","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z",
                "modified":"2026-01-01T00:00:00.000Z","name":"%s","is_family":false,"object_marking_refs":["%s"]}""".formatted(id, word, marking);
    }

    private static String infrastructure() {
        return """
                {"type":"infrastructure","spec_version":"2.1","id":"infrastructure--%s","created":"2026-01-01T00:00:00.000Z",
                "modified":"2026-01-01T00:00:00.000Z","name":"Of a test","object_marking_refs":["%s"]}""".formatted(UUID.randomUUID(), GREEN);
    }

    private static String sighting(String of) {
        return """
                {"type":"sighting","spec_version":"2.1","id":"sighting--%s","created":"2026-01-01T00:00:00.000Z",
                "modified":"2026-01-01T00:00:00.000Z","sighting_of_ref":"%s","object_marking_refs":["%s"]}""".formatted(UUID.randomUUID(), of, GREEN);
    }

    private static String indicator(String word) {
        return indicator(word, GREEN);
    }

    private static String indicator(String word, String marking) {
        return """
                {"type":"indicator","spec_version":"2.1","id":"indicator--%s","created":"2026-01-01T00:00:00.000Z",
                "modified":"2026-01-01T00:00:00.000Z","name":"%s","pattern":"[domain-name:value = '%s.example']",
                "pattern_type":"stix","valid_from":"1970-02-01T00:00:00Z","valid_until":"1971-01-01T00:00:00Z",
                "object_marking_refs":["%s"]}""".formatted(UUID.randomUUID(), word, word, marking);
    }

    private String submit(String object) {
        return submit("xa-cert", object);
    }

    private String submit(String partner, String object) {
        rest.as(partner)
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("success_count", equalTo(1));
        return JsonPath.from(object).getString("id");
    }
}
