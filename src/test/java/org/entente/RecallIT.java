package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.NewestEntry;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken back is gone at every exit, and who had it is told so. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class RecallIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String BUNDLE = "application/stix+json;version=2.1";
    private static final String OPEN_FROM = "\"kinds\":\"*\",\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,"
            + "\"mode\":\"accept\",\"attribution\":\"everyone\"";

    /** Of the package log: held by the one instance that follows policies and markings. */
    private static final long RECALL_FOLLOWER = 0x6C6F6700_00000005L;

    /** More changes of a partner than are looked at together. */
    private static final String MANY_FACTS = """
            WITH r AS (UPDATE directory_revision SET revision = revision + 250 RETURNING revision)
            INSERT INTO member_fact
            SELECT f.partner_id, r.revision - n, f.active, f.subscribes, f.policy_version, f.communities, f.last_position, f.since
            FROM r, generate_series(0, 249) n,
                (SELECT * FROM member_fact WHERE partner_id = '%s' ORDER BY revision DESC LIMIT 1) f""";

    @Inject
    Pool pool;

    /** Partners are for ever, so each test has its own. */
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String other = "o-" + mark;
    private final String circle = "c-" + mark;

    /** Of nobody else: what other tests left in the exchange they share would be lost with a narrowed policy too. */
    private final String openTo = "\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\","
            + "\"sectors\":\"*\",\"regions\":\"*\",\"markings\":\"*\",\"originators\":[\"" + author + "\",\"" + reader
            + "\",\"" + other + "\"]";

    private final String open = policy(openTo, OPEN_FROM);
    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
    }

    private static String policy(String to, String from) {
        return "{\"to\":{" + to + "},\"from\":{" + from + "}}";
    }

    private void partners(String authorPolicy, String readerPolicy) {
        // Their policies name one another.
        List.of(author, reader, other).forEach(rest::partner);
        rest.policy(author, authorPolicy);
        rest.policy(reader, readerPolicy);
        rest.policy(other, open);
        rest.community(circle, author, reader, other);
    }

    @Test
    void withdrawnObjectIsGoneForEverybodyAndWhoeverHadItIsTold() throws IOException {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        submit(author, malware(malware, 2));
        awaited(reader, 2);

        recall(author, malware, "{\"reason\":\"It is harmless\"}")
                .statusCode(201)
                .body("cause", equalTo("submitter"))
                .body("changed", equalTo(true))
                .body("told", equalTo(2))
                .body("partners", nullValue());

        for (String partner : List.of(author, reader, other)) {
            assertThat(objects(partner)).isEmpty();
            as(partner, collection() + malware + "/").then().statusCode(404);
            as(partner, collection() + malware + "/versions/").then().statusCode(404);
        }
        notices(author).body("items", empty());
        notices(reader)
                .body("items", hasSize(1))
                .body("items[0].cause", equalTo("submitter"))
                .body("items[0].reason", equalTo("It is harmless"))
                .body("items[0].objectCount", equalTo(2))
                .body("items[0].objects.id", contains(malware, malware))
                .body("items[0].objects.feed", contains("threats", "threats"))
                .body("items[0].acknowledgedAt", nullValue());
    }

    @Test
    void recallingAgainChangesNothingAndSaysSo() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        String first = recall(author, malware, "{\"reason\":\"Wrong\"}")
                .statusCode(201)
                .extract()
                .path("id");

        recall(author, malware, "{\"reason\":\"Still wrong\"}")
                .statusCode(200)
                .body("changed", equalTo(false))
                .body("id", equalTo(first))
                .body("reason", equalTo("Wrong"));

        notices(reader).body("items", hasSize(1));
    }

    @Test
    void whatIsNotTheCallersIsAsAbsentAsWhatIsNotThere() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        String body = "{\"reason\":\"Not mine\"}";

        recall(reader, malware, body).statusCode(404);
        recall(reader, id("malware"), body).statusCode(404);
        recall(reader, "nonsense", body).statusCode(404);
        recall("auditor", malware, body).statusCode(403);
        recall("curator", id("malware"), body).statusCode(404);
        recall(author, malware, "{}").statusCode(400).body("errors.pointer", contains("/reason"));
        assertThat(allVersions(reader)).hasSize(1);
    }

    @Test
    void noticeIsAcknowledgedOnceAndOnlyByWhomItIsFor() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        String recall = recall("curator", malware, "{\"reason\":\"A false alarm\"}")
                .statusCode(201)
                .body("cause", equalTo("operator"))
                .body("told", equalTo(2))
                .body("partners", containsInAnyOrder(reader, other))
                .extract()
                .path("id");
        String notice = notices(reader).extract().path("items[0].id");

        acknowledge(other, notice, "{}").statusCode(404);
        acknowledge(reader, recall, "{}").statusCode(404);
        acknowledge(reader, notice, "{\"note\":\"Dropped from all sensors\"}")
                .statusCode(200)
                .body("acknowledgedAt", notNullValue())
                .body("note", equalTo("Dropped from all sensors"));
        acknowledge(reader, notice, "{\"note\":\"Another\"}")
                .statusCode(200)
                .body("note", equalTo("Dropped from all sensors"));
        rest.as(other)
                .noContentType()
                .post("/api/v1/recalls/" + notices(other).extract().<String>path("items[0].id") + "/acknowledgements")
                .then()
                .statusCode(200);

        rest.as(reader).get("/api/v1/recalls?open=true").then().statusCode(200).body("items", empty());
        rest.as(other).get("/api/v1/recalls/" + notice).then().statusCode(404);
        rest.as("auditor")
                .get("/api/v1/recalls/" + recall)
                .then()
                .statusCode(200)
                .body("told", equalTo(2))
                .body("acknowledged", equalTo(2))
                .body("open", empty())
                .body("madeBy", equalTo("curator"));
    }

    @Test
    void narrowerAudienceTakesTheObjectFromThoseWhoLoseItOnly() throws IOException {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);

        recall(author, malware, "{\"reason\":\"Not for all\",\"audience\":{\"partners\":[\"" + other + "\"]}}")
                .statusCode(201);

        assertThat(allThreats(reader)).doesNotContain(malware);
        notices(reader).body("items[0].objects.id", contains(malware));
        as(other, "/taxii2/exchange/collections/threats/objects/" + malware + "/")
                .then()
                .statusCode(200);
        notices(other).body("items", empty());
        // The very same terms again: as narrow as it became.
        submit(author, malware(malware, 1));
        String later = id("malware");
        submit(author, malware(later, 1));
        awaited(reader, 1);
        assertThat(objects(reader)).containsOnlyKeys(later);
        recall(author, malware, "{\"reason\":\"For all\",\"audience\":{\"communities\":[\"" + circle + "\"]}}")
                .statusCode(400)
                .body("errors.pointer", contains("/audience"));
    }

    @Test
    void sameVersionSentAgainStaysRecalledAndANewerOneIsNew() throws IOException {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);

        submit(author, malware(malware, 1));
        rest.as(author)
                .contentType(BUNDLE)
                .body(bundle(malware(malware, 1)))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
        submit(author, malware(malware, 2));

        awaited(reader, 1);
        assertThat(allVersions(reader)).hasSize(1);
        assertThat(objects(reader).get(malware).path("modified").asText()).startsWith("2026-01-02");
        assertThat(allThreats(reader)).filteredOn(malware::equals).hasSize(1);
    }

    @Test
    void whatOthersSentInTooStandsAndWhoHasItFromThemIsNotTold() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        submit(other, malware(malware, 1));
        String last = id("malware");
        submit(other, malware(last, 1));
        awaited(reader, 2);

        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201).body("told", equalTo(2));

        as(reader, collection() + malware + "/").then().statusCode(200);
        notices(reader).body("items", empty());
        recall("curator", malware, "{\"reason\":\"Wrong\"}")
                .statusCode(201)
                .body("partners", containsInAnyOrder(reader, author));
        as(reader, collection() + malware + "/").then().statusCode(404);
        notices(reader).body("items", hasSize(1));
    }

    @Test
    void whatRefersToARecalledObjectDoesNotBetrayIt() throws IOException {
        partners(open, open);
        String malware = id("malware");
        String tool = id("tool");
        String uses = id("relationship");
        String about = id("relationship");
        String mixed = id("report");
        String alone = id("report");
        submit(
                author,
                malware(malware, 1),
                object(tool, 1, Tlp.GREEN, "\"name\":\"Packer\""),
                object(uses, 1, Tlp.GREEN, relationship(malware, tool)),
                object(mixed, 1, Tlp.GREEN, report(malware, tool)),
                object(alone, 1, Tlp.GREEN, report(malware)),
                object(about, 1, Tlp.GREEN, relationship(mixed, tool)));
        awaited(reader, 6);
        String sighting = id("sighting");
        submit(other, object(sighting, 1, Tlp.GREEN, "\"sighting_of_ref\":\"" + malware + "\""));
        awaited(reader, 7);

        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201).body("told", equalTo(2));

        Map<String, JsonNode> left = objects(reader);
        assertThat(left).hasSize(2).containsKey(tool).doesNotContainKey(mixed);
        assertThat(left.toString()).doesNotContain(malware).doesNotContain(mixed);
        assertThat(left.values())
                .filteredOn(o -> o.path("type").asText().equals("report"))
                .singleElement()
                .satisfies(trimmed -> assertThat(trimmed.path("object_refs")).hasSize(1));
        notices(reader).body("items[0].objects.id", containsInAnyOrder(malware, uses, mixed, alone, about, sighting));
    }

    @Test
    void whatOthersTiedToAnObjectGoesWithItWhenItIsNarrowedFirstAndWithdrawnThen() throws IOException {
        partners(open, open);
        String malware = id("malware");
        String sighting = id("sighting");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        awaited(other, 1);
        submit(other, object(sighting, 1, Tlp.GREEN, "\"sighting_of_ref\":\"" + malware + "\""));
        awaited(reader, 2);

        recall(
                        author,
                        malware,
                        "{\"reason\":\"Fewer\",\"audience\":{\"partners\":[\"" + reader + "\",\"" + other + "\"]}}")
                .statusCode(201);
        threat(reader, malware).statusCode(200);
        threat(reader, sighting).statusCode(200);
        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);

        threat(reader, malware).statusCode(404);
        threat(reader, sighting).statusCode(404);
        notices(reader).body("items[0].objects.id", containsInAnyOrder(malware, sighting));
    }

    @Test
    void whatRefersToARecalledObjectAndComesLaterReachesNobodyWhoLostIt() throws IOException {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);

        String tool = id("tool");
        submit(
                author,
                object(tool, 1, Tlp.GREEN, "\"name\":\"Packer\""),
                object(id("relationship"), 1, Tlp.GREEN, relationship(malware, tool)));

        awaited(reader, 1);
        awaited(author, 2);
        assertThat(objects(reader)).containsOnlyKeys(tool);
    }

    @Test
    void recallRightAfterSubmittingLetsNothingSlipOut() throws IOException {
        partners(open, open);
        List<String> recalled = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String malware = id("malware");
            recalled.add(malware);
            submit(
                    author,
                    malware(malware, 1),
                    object(id("note"), 1, Tlp.GREEN, note(malware)),
                    object(id("relationship"), 1, Tlp.GREEN, relationship(malware, malware)),
                    object(id("sighting"), 1, Tlp.GREEN, "\"sighting_of_ref\":\"" + malware + "\""));
            recall(author, malware, "{\"reason\":\"At once\"}").statusCode(201);
        }
        String last = id("malware");
        submit(author, malware(last, 1));

        awaited(reader, 1);
        assertThat(objects(reader)).containsOnlyKeys(last);
        assertThat(as(reader, collection() + "?match[version]=all").asString()).doesNotContain(recalled);
    }

    @Test
    void whatIsHeldForReviewIsRefusedWithTheRecall() {
        partners(policy(openTo, OPEN_FROM.replace("accept", "hold")), open);
        String malware = id("malware");
        String submission = rest.as(author)
                .contentType(BUNDLE)
                .body(bundle(malware(malware, 1)))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("pending_count", equalTo(1))
                .extract()
                .path("id");

        recall(author, malware, "{\"reason\":\"Never mind\"}").statusCode(201).body("told", equalTo(0));

        rest.as(author)
                .get("/api/v1/submissions/" + submission)
                .then()
                .body("failure_count", equalTo(1))
                .body("failures[0].message", equalTo("refused: recalled: Never mind"));
        recall(author, malware, "{\"reason\":\"Never mind\"}").statusCode(404);
    }

    @Test
    void deletingOverTaxiiIsARecallByTheSubmitter() throws IOException {
        partners(open, open);
        String malware = id("malware");
        for (int version = 1; version <= 3; version++) {
            submit(author, malware(malware, version));
        }
        awaited(reader, 3);
        String path = collection() + malware + "/";

        delete(reader, path).statusCode(403);
        delete(author, collection() + id("malware") + "/").statusCode(404);
        delete(author, "/taxii2/exchange/collections/threats/objects/" + malware + "/")
                .statusCode(403);
        delete(author, "/taxii2/exchange/collections/inbox/objects/" + malware + "/")
                .statusCode(403);
        delete(author, "/taxii2/exchange/collections/" + UUID.randomUUID() + "/objects/" + malware + "/")
                .statusCode(404);
        delete(author, path + "?match[version]=nonsense").statusCode(400);
        delete(author, path + "?match[version]=2026-01-02T10:00:00.000Z").statusCode(200);
        assertThat(as(reader, path + "versions/").jsonPath().getList("versions"))
                .hasSize(2);
        delete(author, path).statusCode(200).contentType(TAXII);

        for (String partner : List.of(author, reader)) {
            as(partner, path).then().statusCode(404);
            as(partner, path + "versions/").then().statusCode(404);
            assertThat(as(partner, collection().replace("/objects/", "/manifest/"))
                            .asString())
                    .doesNotContain(malware);
        }
        delete(author, path).statusCode(404);
        notices(reader).body("items", hasSize(2));
    }

    @Test
    void wordsOfAHiddenSubmitterDoNotReachWhoeverItIsHiddenFrom() throws IOException {
        partners(
                open,
                policy(
                        openTo
                                + ",\"view\":{\"hideSubmitter\":true,\"removeProperties\":[],\"removeMarkedParts\":false,\"removeExternalReferences\":false}",
                        OPEN_FROM));
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        awaited(other, 1);

        recall(author, malware, "{\"reason\":\"Wrong, sorry. " + author + "\"}").statusCode(201);

        awaitNotice(other).body("items[0].reason", equalTo("Wrong, sorry. " + author));
        String told = awaitNotice(reader)
                .body("items[0].reason", equalTo("Whoever submitted it took it back."))
                .body("items[0].objects", hasSize(1))
                .extract()
                .asString();
        String whole = rest.as(reader)
                .get("/api/v1/recalls/" + JSON.readTree(told).at("/items/0/id").asText())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(told + whole).doesNotContain(author).doesNotContain(malware);
    }

    @Test
    void narrowedPolicyRecallsWhatThePartnerHadAndNothingItNeverHad() {
        partners(open, open);
        String tool = id("tool");
        String malware = id("malware");
        submit(author, object(tool, 1, Tlp.GREEN, "\"name\":\"Packer\""), malware(malware, 1));
        submit(author, malware(malware, 2));
        awaited(reader, 3);

        rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));
        submit(author, malware(id("malware"), 1));
        awaited(author, 4);

        awaitNotice(reader)
                .body("items[0].cause", equalTo("policy"))
                .body("items[0].objects.id", hasItem(malware))
                .body("items[0].objects.findAll { it.id == '" + malware + "' }", hasSize(2))
                .body("items[0].objects.findAll { it.id == '" + tool + "' }", empty());
        notices(other).body("items", empty());
        rest.as("auditor")
                .get("/api/v1/recalls?open=true")
                .then()
                .statusCode(200)
                .body("items.find { it.partner == '" + reader + "' }.cause", equalTo("policy"))
                .body("items.find { it.partner == '" + reader + "' }.open.partner", contains(reader));

        // Widened and narrowed again: what came while it was narrow was had in between only.
        rest.policy(reader, open);
        awaited(reader, 4);
        rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> notices(reader).body("items", hasSize(2)));
    }

    @Test
    void whatCameBeforeALongerDelayIsRecalledAndWhatTheDelayHoldsIsNotNamed() {
        partners(open, open);
        String recalled = id("malware");
        String lost = id("malware");
        String held = id("malware");
        submit(author, malware(recalled, 1), malware(lost, 1));
        awaited(reader, 2);
        rest.policy(reader, policy(openTo + ",\"delay\":\"P30D\"", OPEN_FROM));
        submit(author, malware(held, 1));
        awaited(other, 3);
        awaitFollowed(reader);

        recall(author, recalled, "{\"reason\":\"Wrong\"}").statusCode(201);
        recall(author, held, "{\"reason\":\"Wrong\"}").statusCode(201);

        notices(reader)
                .body("items", hasSize(1))
                .body("items[0].cause", equalTo("submitter"))
                .body("items[0].objects.id", contains(recalled));

        submit(author, malware(held, 2));
        awaited(other, 2);
        rest.policy(
                reader,
                policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]") + ",\"delay\":\"P30D\"", OPEN_FROM));

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> notices(reader).body("items", hasSize(2)));
        notices(reader).body("items[0].cause", equalTo("policy")).body("items[0].objects.id", contains(lost));
    }

    /**
     * As after the machine's clock was set back: dates of the log go on from where they are. Put right again, since the relay knows
     * by its date what it delivered.
     */
    @Test
    void narrowedPolicyRecallsWhatHasADateThatIsStillToCome() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        try (NewestEntry ahead = NewestEntry.ahead(pool, Duration.ofSeconds(5))) {
            rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));

            awaitNotice(reader)
                    .body("items[0].cause", equalTo("policy"))
                    .body("items[0].objects.id", contains(malware));
        }
    }

    @Test
    void suspendedPartnerIsToldWhenItIsBackNarrower() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"for a test\"}")
                .post("/api/v1/partners/" + reader + "/suspension")
                .then()
                .statusCode(200);
        submit(author, malware(malware, 2));
        awaited(other, 2);
        // However often it changes meanwhile.
        pool.query(MANY_FACTS.formatted(reader)).execute().await().atMost(PATIENCE);
        rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));

        rest.as("admin")
                .delete("/api/v1/partners/" + reader + "/suspension")
                .then()
                .statusCode(200);

        awaitNotice(reader).body("items[0].objects.findAll { it.id == '" + malware + "' }", hasSize(1));
    }

    @Test
    void objectRecalledWhileAPartnerIsSuspendedIsToldToItWhenItIsBack() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        suspend(reader);
        submit(author, malware(malware, 2));
        awaited(other, 2);

        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);
        rest.as("admin")
                .delete("/api/v1/partners/" + reader + "/suspension")
                .then()
                .statusCode(200);

        // The version it never had is not named.
        awaitNotice(reader).body("items[0].cause", equalTo("submitter")).body("items[0].objects.id", contains(malware));
        awaitNotice(other).body("items[0].objects.id", contains(malware, malware));
    }

    @Test
    void objectRecalledBeforeANarrowedPolicyIsFollowedIsToldToWhoLostItByThatOnce() {
        partners(open, open);
        String malware = id("malware");
        String stays = id("malware");
        submit(author, malware(malware, 1), malware(stays, 1));
        awaited(reader, 2);
        SqlConnection lock = pool.getConnection().await().atMost(PATIENCE);
        run(lock, "SELECT pg_advisory_lock(" + RECALL_FOLLOWER + ")");
        try {
            rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));

            recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);

            notices(reader)
                    .body("items", hasSize(1))
                    .body("items[0].cause", equalTo("submitter"))
                    .body("items[0].objects.id", contains(malware));
        } finally {
            run(lock, "SELECT pg_advisory_unlock_all()");
            lock.close().await().atMost(PATIENCE);
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> notices(reader).body("items", hasSize(2)));
        notices(reader)
                .body("items[0].cause", equalTo("policy"))
                .body("items[0].objects.findAll { it.id == '" + malware + "' }", empty())
                .body("items[0].objects.id", hasItem(stays));
    }

    @Test
    void policyThatNeverBeganHidesNothingThatTheNextTakes() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        SqlConnection lock = pool.getConnection().await().atMost(PATIENCE);
        run(lock, "SELECT pg_advisory_lock(" + RECALL_FOLLOWER + ")");
        try {
            // Where this takes longer the policy did begin, and the partner is told all the same.
            Instant start = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
            rest.policy(
                    reader,
                    "{\"to\":{" + openTo + "},\"from\":{" + OPEN_FROM + "},\"agreement\":{\"from\":\"" + start
                            + "\",\"until\":\"unlimited\"}}");
            suspend(reader);
            Awaitility.await().atMost(PATIENCE).until(() -> Instant.now().isAfter(start));
            rest.policy(reader, policy(openTo.replace("\"kinds\":\"*\"", "\"kinds\":[\"tool\"]"), OPEN_FROM));
            rest.as("admin")
                    .delete("/api/v1/partners/" + reader + "/suspension")
                    .then()
                    .statusCode(200);
        } finally {
            run(lock, "SELECT pg_advisory_unlock_all()");
            lock.close().await().atMost(PATIENCE);
        }

        awaitNotice(reader).body("items[0].cause", equalTo("policy")).body("items[0].objects.id", contains(malware));
    }

    @Test
    void reportThatLosesASecondMemberIsToldOfOnceMore() throws IOException {
        partners(open, open);
        String malware = id("malware");
        String second = id("malware");
        String tool = id("tool");
        String report = id("report");
        submit(
                author,
                malware(malware, 1),
                malware(second, 1),
                object(tool, 1, Tlp.GREEN, "\"name\":\"Packer\""),
                object(report, 1, Tlp.GREEN, report(malware, second, tool)));
        awaited(reader, 4);
        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);
        String trimmed = objects(reader).keySet().stream()
                .filter(id -> id.startsWith("report"))
                .findFirst()
                .orElseThrow();

        recall(author, second, "{\"reason\":\"Wrong too\"}").statusCode(201);

        notices(reader)
                .body("items[1].objects.id", containsInAnyOrder(malware, report))
                .body("items[0].objects.id", containsInAnyOrder(second, trimmed));
        assertThat(objects(reader).get(trimmed).path("object_refs")).hasSize(1);
    }

    private void suspend(String partner) {
        rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"for a test\"}")
                .post("/api/v1/partners/" + partner + "/suspension")
                .then()
                .statusCode(200);
    }

    private static void run(SqlConnection connection, String statement) {
        connection.query(statement).execute().await().atMost(PATIENCE);
    }

    @Test
    void stricterViewRecallsWhatThePartnerKnewByItsOwnId() {
        partners(open, open);
        String malware = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);

        rest.policy(
                reader,
                policy(
                        openTo
                                + ",\"view\":{\"hideSubmitter\":true,\"removeProperties\":[],\"removeMarkedParts\":false,\"removeExternalReferences\":false}",
                        OPEN_FROM));

        awaitNotice(reader).body("items[0].objects.id", hasItem(malware));
        assertThat(allVersions(reader)).hasSize(1);
    }

    @Test
    void whatIsRecalledIsNamedByEveryIdUnderWhichThePartnerHadIt() throws IOException {
        String hidden = policy(
                openTo
                        + ",\"view\":{\"hideSubmitter\":true,\"removeProperties\":[],\"removeMarkedParts\":false,\"removeExternalReferences\":false}",
                OPEN_FROM);
        partners(open, hidden);
        String malware = id("malware");
        String later = id("malware");
        submit(author, malware(malware, 1));
        awaited(reader, 1);
        String view = objects(reader).keySet().iterator().next();
        rest.policy(reader, open);
        submit(author, malware(later, 1));
        awaited(reader, 2);
        awaitFollowed(reader);
        notices(reader).body("items", empty());

        recall(author, malware, "{\"reason\":\"Wrong\"}").statusCode(201);
        recall(author, later, "{\"reason\":\"Wrong\"}").statusCode(201);

        assertThat(view).isNotEqualTo(malware);
        notices(reader)
                .body("items", hasSize(2))
                .body("items.find { it.objectCount == 2 }.objects.id", contains(view, malware))
                .body("items.find { it.objectCount == 1 }.objects.id", contains(later));
        notices(other).body("items.objectCount", contains(1, 1));
    }

    @Test
    void newerVersionWithAStricterMarkingRecallsOlderOnes() {
        partners(open, policy(openTo.replace("\"maxTlp\":\"RED\"", "\"maxTlp\":\"GREEN\""), OPEN_FROM));
        String malware = id("malware");
        String note = id("note");
        submit(author, malware(malware, 1), object(note, 1, Tlp.GREEN, note(malware)));
        awaited(reader, 2);

        submit(author, object(malware, 2, Tlp.AMBER, "\"name\":\"Loader\",\"is_family\":true"));

        awaitNotice(reader)
                .body("items[0].cause", equalTo("marking"))
                .body("items[0].objects.id", containsInAnyOrder(malware, note));
        assertThat(allVersions(reader)).isEmpty();
        notices(other).body("items", empty());
        assertThat(allVersions(other)).hasSize(3);
        // The old version on the old terms again.
        submit(author, malware(malware, 1));
        String last = id("malware");
        submit(author, malware(last, 1));
        awaited(reader, 1);
        assertThat(allVersions(reader)).hasSize(1);
    }

    /** Until the exchange has worked out what the changes of a partner took from it. */
    private void awaitFollowed(String partner) {
        String behind = "SELECT 1 FROM recall_follow r JOIN member_fact f USING (partner_id) WHERE partner_id = '"
                + partner + "' AND f.revision > r.revision";
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        pool.query(behind).execute().await().atMost(PATIENCE).size() == 0);
    }

    private ValidatableResponse awaitNotice(String partner) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> notices(partner).body("items", hasSize(1)));
        return notices(partner);
    }

    private ValidatableResponse recall(String by, String object, String body) {
        return rest.as(by)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/objects/" + object + "/recall")
                .then();
    }

    private ValidatableResponse notices(String partner) {
        return rest.as(partner).get("/api/v1/recalls").then().statusCode(200);
    }

    private ValidatableResponse acknowledge(String partner, String notice, String body) {
        return rest.as(partner)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/recalls/" + notice + "/acknowledgements")
                .then();
    }

    private ValidatableResponse delete(String partner, String path) {
        return rest.as(partner)
                .accept(TAXII)
                .urlEncodingEnabled(false)
                .delete(path)
                .then();
    }

    private void submit(String submitter, String... objects) {
        rest.as(submitter)
                .contentType(BUNDLE)
                .queryParam("communities", circle)
                .body(bundle(objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failures", nullValue());
    }

    private void awaited(String reader, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(allVersions(reader)).hasSizeGreaterThanOrEqualTo(count));
    }

    private List<Object> allVersions(String reader) {
        List<Object> found = as(reader, collection() + "?match[version]=all&limit=1000")
                .jsonPath()
                .getList("objects");
        return found == null ? List.of() : found;
    }

    /** Ids in the feed, every version. */
    private ValidatableResponse threat(String partner, String id) {
        return as(partner, "/taxii2/exchange/collections/threats/objects/" + id + "/")
                .then();
    }

    private List<String> allThreats(String reader) {
        List<String> found = as(
                        reader,
                        "/taxii2/exchange/collections/threats/objects/?match[version]=all&limit=1000&match[type]=malware")
                .jsonPath()
                .getList("objects.id");
        return found == null ? List.of() : found;
    }

    private Map<String, JsonNode> objects(String reader) throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode object : JSON.readTree(
                        as(reader, collection() + "?limit=1000").asString())
                .path("objects")) {
            found.put(object.path("id").asText(), object);
        }
        return found;
    }

    /** Other tests' objects are in the feed too; the circle is this test's alone. */
    private String collection() {
        return "/taxii2/exchange/collections/" + circle + "/objects/";
    }

    private Response as(String reader, String path) {
        return rest.as(reader).accept(TAXII).urlEncodingEnabled(false).get(path);
    }

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private static String malware(String id, int version) {
        return object(id, version, Tlp.GREEN, "\"name\":\"Loader\",\"is_family\":true");
    }

    private static String relationship(String source, String target) {
        return "\"relationship_type\":\"related-to\",\"source_ref\":\"" + source + "\",\"target_ref\":\"" + target
                + "\"";
    }

    private static String note(String about) {
        return "\"content\":\"A note\",\"object_refs\":[\"" + about + "\"]";
    }

    private static String report(String... members) {
        return "\"name\":\"A report\",\"published\":\"2026-01-05T10:00:00Z\",\"object_refs\":[\""
                + String.join("\",\"", members) + "\"]";
    }

    private static String bundle(String... objects) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
    }

    private static String object(String id, int version, Tlp tlp, String properties) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-0" + version
                + "T10:00:00.000Z\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]," + properties + "}";
    }
}
