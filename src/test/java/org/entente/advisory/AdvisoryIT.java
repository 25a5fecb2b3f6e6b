package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.PlainBrowser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An advisory from the first draft to its withdrawal: by two persons, to those it is for and to nobody else. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AdvisoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/api/v1/advisories";
    private static final long SEQUENCER = 0x6C6F6700_00000001L;
    private static final String JSON = "application/json";
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String POLICY = """
            {"to": {"maxTlp": "%s", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "everyone"}}
            """;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String other = "o-" + mark;
    private final String circle = "c-" + mark;
    private final String shared = "indicator--" + UUID.randomUUID();
    private final String secret = "indicator--" + UUID.randomUUID();
    private final String cve =
            "CVE-2026-" + (100_000 + Math.abs(UUID.randomUUID().hashCode() % 800_000));

    @Inject
    Pool pool;

    @Inject
    RenderThreads threads;

    private DemoAccess access;
    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        access = DemoAccess.awaited();
        rest = new PartnersOverRest(access);
        rest.partner(author, POLICY.formatted("AMBER"));
        rest.partner(reader, POLICY.formatted("AMBER"));
        rest.partner(other, POLICY.formatted("AMBER"));
        rest.community(circle, author, reader);
        submit(author, "", indicator(shared, Tlp.GREEN, "a-" + mark + ".example"));
        submit(author, "?partners=" + author, indicator(secret, Tlp.AMBER, "b-" + mark + ".example"));
        awaitTaxii(author, "threats", shared);
        awaitTaxii(author, "threats", secret);
    }

    @Test
    void advisoryGoesFromDraftToWithdrawalToThoseItIsForAndToNobodyElse() throws Exception {
        String id = drafted("{\"communities\":[\"" + circle + "\"],\"partners\":[\"xa-cert\"]}", "TLP:AMBER");
        gathered(id);
        audience(id);
        approved(id);

        act("curator", id, "publication", "{\"reason\":\"Agreed\"}")
                .statusCode(200)
                .body("state", equalTo("published"));

        awaitedByReader(id);
        readByThoseWhoMay(id);
        hiddenFromOthers(id);
        onKafka(id);

        amended(id);
        withdrawn(id);
    }

    private String drafted(String audience, String tlp) {
        Response written = as("curator")
                .contentType(JSON)
                .body("{\"content\":" + content(tlp, "Patch *now*.") + ",\"audience\":" + audience + "}")
                .post(PATH);
        written.then()
                .statusCode(201)
                .body("state", equalTo("draft"))
                .body("trackingId", startsWith("ENTENTE-"))
                .body("history.action", contains("written"));
        return written.jsonPath().getString("trackingId");
    }

    private void gathered(String id) {
        as("curator")
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body("{\"objects\":[\"" + shared + "\",\"" + secret + "\"]}")
                .post(PATH + "/" + id + "/gathered")
                .then()
                .statusCode(200)
                .body("advisory.gathered.id", contains(shared, secret))
                .body("merged", empty());
        as("curator")
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body("{\"objects\":[\"indicator--" + UUID.randomUUID() + "\"]}")
                .post(PATH + "/" + id + "/gathered")
                .then()
                .statusCode(400);
    }

    private void audience(String id) {
        as("approver")
                .get(PATH + "/" + id + "/audience")
                .then()
                .statusCode(200)
                .body("report.partners.find { it.partner == '" + reader + "' }.decision", equalTo("release"))
                .body("report.partners.find { it.partner == '" + other + "' }.decision", equalTo("withhold"))
                .body("report.partners.find { it.partner == '" + other + "' }.rule", equalTo("audience"))
                .body("gathered.find { it.id == '" + secret + "' }.without", hasItems(reader, "xa-cert"))
                .body("gathered.find { it.id == '" + secret + "' }.without", not(hasItem(author)))
                .body("gathered.find { it.id == '" + shared + "' }.without", empty());
    }

    private void approved(String id) {
        act("curator", id, "publication", "{}").statusCode(409);
        act("curator", id, "submission", "{}").statusCode(200).body("state", equalTo("in-review"));
        act("curator", id, "approval", "{}").statusCode(403);
        as("approver")
                .contentType(JSON)
                .post(PATH + "/" + id + "/approval")
                .then()
                .statusCode(428);
        act("approver", id, "rejection", "{\"reason\":\"Say since when\"}")
                .statusCode(200)
                .body("state", equalTo("draft"));
        String stale = etag(id);
        edit(id, stale, "TLP:AMBER", "Patch *now*. Since March.").statusCode(200);
        edit(id, stale, "TLP:AMBER", "Somebody else's.").statusCode(412);
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200).body("state", equalTo("approved"));
    }

    private void awaitedByReader(String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        as(reader).queryParam("cve", cve).get(PATH).then().body("items.trackingId", contains(id)));
    }

    private void readByThoseWhoMay(String id) throws Exception {
        Response json = as(reader).get(PATH + "/" + id);
        json.then()
                .statusCode(200)
                .body("version", equalTo(1))
                .body("content.title", equalTo("Gateways " + mark))
                .body("objects.id", contains(shared))
                .body("audience", nullValue());
        String content = as(reader).get(PATH + "/" + id + ".json").jsonPath().prettify();
        assertThat(content).doesNotContain(secret).doesNotContain("b-" + mark).doesNotContain("xa-cert");
        assertThat(digestOf(json)).isEqualTo(json.jsonPath().getString("sha256"));

        String html = as(reader).accept("text/html").get(PATH + "/" + id).asString();
        assertThat(html).contains("TLP:AMBER", "a-" + mark + "[.]example").doesNotContain(secret, "b-" + mark);
        as(reader)
                .get(PATH + "/" + id + ".html")
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", startsWith("default-src 'none'"));
        as(reader).get(PATH + "/" + id + ".md").then().statusCode(200).body(containsString("# Gateways " + mark));
        byte[] pdf = as(reader).get(PATH + "/" + id + ".pdf").asByteArray();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        as(reader)
                .accept("application/stix+json;version=2.1")
                .get(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("type", equalTo("report"))
                .body("object_refs", hasItem(shared))
                .body("object_refs", not(hasItem(secret)));
        as(author).get(PATH + "/" + id).then().body("objects.id", hasItems(shared, secret));
    }

    private static String digestOf(Response json) throws Exception {
        byte[] content = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(json.asByteArray())
                .path("content")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.of(content)));
    }

    private void hiddenFromOthers(String id) {
        String absent = "ENTENTE-2026-0000-0000";
        for (String suffix : List.of("", ".html", ".md", ".pdf", ".json", ".stix")) {
            ValidatableResponse hidden =
                    as(other).get(PATH + "/" + id + suffix).then().statusCode(404);
            assertThat(hidden.extract().asString().replaceAll("\"(instance|requestId)\":\"[^\"]*\"", ""))
                    .isEqualTo(as(other)
                            .get(PATH + "/" + absent + suffix)
                            .asString()
                            .replaceAll("\"(instance|requestId)\":\"[^\"]*\"", ""));
        }
        as(other).queryParam("cve", cve).get(PATH).then().body("items", empty());
        as(reader).queryParam("cve", cve).get(PATH).then().body("items", hasSize(1));
        as(reader).queryParam("state", "draft").get(PATH).then().statusCode(400);
        as(reader).get(PATH + "/" + id + "/audience").then().statusCode(403);
        assertThat(taxii(other, "advisories").asString()).doesNotContain(id);
        assertThat(taxii(reader, "advisories").asString()).contains(id).doesNotContain(secret);
    }

    private void onKafka(String id) {
        String open = drafted("{}", "TLP:GREEN");
        act("curator", open, "submission", "{}").statusCode(200);
        act("approver", open, "approval", "{}").statusCode(200);
        act("curator", open, "publication", "{}").statusCode(200);

        assertThat(untilRecord("xa-cert", open)).contains(id);
        assertThat(untilRecord("xb-cert", open)).doesNotContain(id);
    }

    /** Everything on a partner's topic of advisories until a record holds the text. */
    private String untilRecord(String partner, String text) {
        try (KafkaConsumer<String, byte[]> consumer =
                access.consumer(partner, access.kafka(partner).groupPrefix() + UUID.randomUUID())) {
            consumer.subscribe(List.of(access.kafka(partner).topics().advisories()));
            StringBuilder all = new StringBuilder();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> all.append(new String(record.value(), StandardCharsets.UTF_8)));
                return all.toString().contains(text);
            });
            return all.toString();
        }
    }

    private void amended(String id) {
        act("curator", id, "amendment", "{\"reason\":\"A fix is out\"}")
                .statusCode(200)
                .body("version", equalTo(2))
                .body("published", equalTo(1))
                .body("state", equalTo("draft"));
        edit(id, etag(id), "TLP:AMBER", "Update to 9.2.").statusCode(200);
        as(reader).get(PATH + "/" + id).then().body("version", equalTo(1));
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200);
        act("approver", id, "publication", "{}").statusCode(200).body("state", equalTo("amended"));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(reader)
                        .get(PATH + "/" + id)
                        .then()
                        .body("version", equalTo(2))
                        .body("content.summary", equalTo("Update to 9.2.")));
        as("auditor")
                .get(PATH + "/" + id + "/versions")
                .then()
                .body("version", contains(1, 2))
                .body("approvedBy", contains("approver", "approver"))
                .body("content.summary", contains("Patch *now*. Since March.", "Update to 9.2."));
        as(reader)
                .queryParam("cve", cve)
                .get(PATH)
                .then()
                .body("items.findAll { it.trackingId == '" + id + "' }", hasSize(1));
    }

    @Test
    void amendmentForFewerTakesTheEarlierVersionFromThoseItLeavesOut() {
        String id = drafted("{\"communities\":[\"" + circle + "\"]}", "TLP:AMBER");
        published(id);
        awaitedByReader(id);
        act("curator", id, "amendment", "{\"reason\":\"For fewer\"}").statusCode(200);
        as("curator")
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body("{\"content\":" + content("TLP:AMBER", "For one.") + ",\"audience\":{\"partners\":[\"" + author
                        + "\",\"" + other + "\"]}}")
                .put(PATH + "/" + id)
                .then()
                .statusCode(200);
        as("approver")
                .get(PATH + "/" + id + "/audience")
                .then()
                .body(
                        "warnings",
                        hasItem(containsString("taken back from those who would not get this version: " + reader)))
                .body("warnings", hasItem(containsString("An earlier version was for fewer")));

        published(id);

        as(reader).get(PATH + "/" + id).then().statusCode(404);
        assertThat(taxii(reader, "advisories").asString()).doesNotContain(id);
        as(reader)
                .get("/api/v1/recalls")
                .then()
                .body("items.reason", contains("Those who publish it have narrowed whom it is for."));
        as(author).get("/api/v1/recalls").then().body("items", empty());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            as(author).get(PATH + "/" + id).then().body("version", equalTo(2));
            as(other).get(PATH + "/" + id).then().body("version", equalTo(2));
        });
    }

    private void published(String id) {
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200);
        act("curator", id, "publication", "{}").statusCode(200);
    }

    @Test
    void amendmentForFewerWaitsUntilTheEarlierVersionIsInTheLog() {
        String id = drafted("{\"communities\":[\"" + circle + "\"]}", "TLP:AMBER");
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            placeNothing(holder);
            published(id);
            act("curator", id, "amendment", "{\"reason\":\"For fewer\"}").statusCode(200);
            as("curator")
                    .contentType(JSON)
                    .header("If-Match", etag(id))
                    .body("{\"content\":" + content("TLP:AMBER", "For one.") + ",\"audience\":{\"partners\":[\""
                            + author + "\"]}}")
                    .put(PATH + "/" + id)
                    .then()
                    .statusCode(200);
            act("curator", id, "submission", "{}").statusCode(200);
            act("approver", id, "approval", "{}").statusCode(200);

            act("curator", id, "publication", "{}").statusCode(503).header("Retry-After", notNullValue());
        } finally {
            holder.query("SELECT pg_advisory_unlock_all()").executeAndAwait();
            holder.closeAndAwait();
        }
        awaitedByReader(id);
        act("curator", id, "publication", "{}").statusCode(200);
        as(reader).get(PATH + "/" + id).then().statusCode(404);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(author).get(PATH + "/" + id).then().body("version", equalTo(2)));
        as(reader).get(PATH + "/" + id).then().statusCode(404);
    }

    /** Takes the place of the sequencer: waits for it first, then ends the session of whoever has it. */
    private void placeNothing(SqlConnection holder) {
        int own = holder.query("SELECT pg_backend_pid()")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
        CompletableFuture<?> held = holder.query("SELECT pg_advisory_lock(" + SEQUENCER + ")")
                .execute()
                .subscribeAsCompletionStage();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            pool.preparedQuery("""
                            SELECT pg_terminate_backend(l.pid) FROM pg_locks l
                            WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> $1
                              AND (l.classid::bigint << 32 | l.objid::bigint) = $2
                              AND EXISTS (SELECT 1 FROM pg_locks w WHERE w.pid = $1 AND w.locktype = 'advisory')""").executeAndAwait(Tuple.of(own, SEQUENCER));
            return held.isDone();
        });
    }

    @Test
    void fullQueueOfRenderingsKeepsNobodyFromJsonNorFromTheirOwnPagesOfBefore() {
        String id = drafted("{}", "TLP:GREEN");
        published(id);
        awaitedByReader(id);
        as(reader).get(PATH + "/" + id + ".html").then().statusCode(200);
        CountDownLatch gate = new CountDownLatch(1);
        try {
            for (int i = 0; i < RenderThreads.SIZE + RenderThreads.WAITING_MAX; i++) {
                // A thread that was idle may not have taken its own yet.
                Awaitility.await().atMost(PATIENCE).until(() -> waits(gate));
            }

            as(reader).get(PATH + "/" + id + ".json").then().statusCode(200);
            as("curator")
                    .queryParam("format", "json")
                    .get(PATH + "/" + id + "/preview")
                    .then()
                    .statusCode(200);
            as(reader).get(PATH + "/" + id + ".html").then().statusCode(200);
            // Theirs would be the same page: that it is there would say that somebody had it.
            as(author).get(PATH + "/" + id + ".html").then().statusCode(503).header("Retry-After", notNullValue());
        } finally {
            gate.countDown();
        }
    }

    private boolean waits(CountDownLatch gate) {
        AtomicBoolean refused = new AtomicBoolean();
        threads.run(Optional.empty(), () -> awaited(gate)).subscribe().with(done -> {}, failure -> refused.set(true));
        return !refused.get();
    }

    private static boolean awaited(CountDownLatch gate) {
        try {
            return gate.await(PATIENCE.toSeconds() * 4, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void pageOfAnAdvisoryThatCannotBePreviewedIsThereAllTheSameToWithdrawIt() {
        String id = drafted("{}", "TLP:GREEN");
        published(id);
        PlainBrowser browser = PlainBrowser.signedIn(
                access.document().http(),
                access.caller("curator").username(),
                access.caller("curator").password());
        pool.query("ALTER TABLE kev_entry RENAME TO kev_entry_away").executeAndAwait();
        try {
            HttpResponse<String> page = browser.get("/console/advisories/" + id);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Withdraw for good", "cannot be said now");
        } finally {
            pool.query("ALTER TABLE kev_entry_away RENAME TO kev_entry").executeAndAwait();
        }
        assertThat(browser.get("/console/advisories/" + id).body()).contains("not in the catalogue");
    }

    @Test
    void whoeverWaitsForAnAdvisoryThatIsBeingChangedIsToldToComeAgain() throws Exception {
        String id = drafted("{}", "TLP:GREEN");
        String seen = etag(id);
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            holder.query("BEGIN").executeAndAwait();
            holder.preparedQuery("SELECT 1 FROM advisory WHERE tracking_id = $1 FOR UPDATE")
                    .executeAndAwait(Tuple.of(id));

            as("curator")
                    .contentType(JSON)
                    .header("If-Match", seen)
                    .post(PATH + "/" + id + "/submission")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue());
        } finally {
            holder.query("ROLLBACK").executeAndAwait();
            holder.closeAndAwait();
        }
        act("curator", id, "submission", "{}").statusCode(200);
    }

    @Test
    void readerOfAViewIsGivenNoDigestOfWhatItDoesNotHave() {
        String viewer = "v-" + mark;
        rest.partner(
                viewer,
                POLICY.formatted("AMBER")
                        .replace(
                                "\"markings\": \"*\"}",
                                "\"markings\": \"*\", \"view\": {\"removeProperties\": [\"description\"]}}"));
        String id = drafted("{\"partners\":[\"" + viewer + "\",\"" + reader + "\"]}", "TLP:AMBER");
        published(id);
        awaitedByReader(id);

        as(viewer).get(PATH + "/" + id + ".stix").then().statusCode(200).header("Entente-Content-SHA256", nullValue());
        as(viewer).get(PATH + "/" + id + ".pdf").then().statusCode(406);
        as(reader)
                .get(PATH + "/" + id + ".stix")
                .then()
                .statusCode(200)
                .header("Entente-Content-SHA256", notNullValue());
    }

    @Test
    void textThatIsNestedTooDeepIsRefusedWithItsPlace() {
        as("curator")
                .contentType(JSON)
                .body("{\"content\":" + content("TLP:GREEN", ">".repeat(10_000) + " a") + "}")
                .post(PATH)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/content/summary"));
    }

    private void withdrawn(String id) {
        act("curator", id, "withdrawal", "{}").statusCode(400);
        act("curator", id, "withdrawal", "{\"reason\":\"It was a false alarm\"}")
                .statusCode(200)
                .body("state", equalTo("withdrawn"));

        as(reader).get(PATH + "/" + id).then().statusCode(404);
        as(reader).queryParam("cve", cve).get(PATH).then().body("items.trackingId", not(hasItem(id)));
        assertThat(taxii(reader, "advisories").asString()).doesNotContain(id);
        as(reader)
                .get("/api/v1/recalls")
                .then()
                .body("items.find { it.reason == 'It was a false alarm' }", notNullValue());
        as(other).get("/api/v1/recalls").then().body("items", empty());
        as("auditor").get(PATH + "/" + id).then().body("history.action", hasItems("published", "amended", "withdrawn"));
    }

    @Test
    void catalogueOfExploitedVulnerabilitiesShowsOnTheAdvisory() {
        as("curator")
                .contentType(JSON)
                .body(KevCatalogueTest.catalogue(1, cve, "Known").replace("2026.03.01", mark))
                .put("/api/v1/kev")
                .then()
                .statusCode(200)
                .body("catalogVersion", equalTo(mark))
                .body("entries", equalTo(1));
        String id = drafted("{}", "TLP:GREEN");

        as("curator")
                .queryParam("format", "json")
                .get(PATH + "/" + id + "/preview")
                .then()
                .statusCode(200)
                .body("kev.cve", contains(cve))
                .body("kev.ransomware", contains(true));
        as("curator")
                .contentType(JSON)
                .body("{\"count\":1}")
                .put("/api/v1/kev")
                .then()
                .statusCode(400);
        as(reader).contentType(JSON).body("{}").put("/api/v1/kev").then().statusCode(403);
        as("admin")
                .contentType(JSON)
                .body("{\"id\":\"exchange-operators\",\"title\":\"Not the exchange\",\"roles\":[\"submitter\"]}")
                .post("/api/v1/partners")
                .then()
                .statusCode(409);
    }

    private ValidatableResponse edit(String id, String etag, String tlp, String summary) {
        return as("curator")
                .contentType(JSON)
                .header("If-Match", etag)
                .body("{\"content\":" + content(tlp, summary) + ",\"audience\":{\"communities\":[\"" + circle
                        + "\"],\"partners\":[\"xa-cert\"]}}")
                .put(PATH + "/" + id)
                .then();
    }

    private ValidatableResponse act(String operator, String id, String what, String body) {
        return as(operator)
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body(body)
                .post(PATH + "/" + id + "/" + what)
                .then();
    }

    private String etag(String id) {
        return as("auditor").get(PATH + "/" + id).getHeader("ETag");
    }

    private String content(String tlp, String summary) {
        return """
                {"title": "Gateways %s", "tlp": "%s", "summary": "%s",
                 "products": [{"id": "gw", "vendor": "Acme", "name": "Gateway", "version": "9.1"}],
                 "vulnerabilities": [{"cve": "%s", "statuses": [{"status": "known_affected", "products": ["gw"]}],
                   "remediations": [{"category": "vendor_fix", "details": "Update", "products": ["gw"]}]}]}
                """.formatted(mark, tlp, summary, cve);
    }

    private RequestSpecification as(String caller) {
        return rest.as(caller);
    }

    private void submit(String submitter, String query, String object) {
        as(submitter)
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}")
                .post("/api/v1/submissions" + query)
                .then()
                .statusCode(202)
                .body("failures", nullValue());
    }

    private void awaitTaxii(String partner, String collection, String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(partner)
                        .accept(TAXII)
                        .get("/taxii2/exchange/collections/" + collection + "/objects/" + id + "/")
                        .then()
                        .statusCode(200)
                        .body("objects", hasSize(1)));
    }

    private Response taxii(String partner, String collection) {
        return as(partner).accept(TAXII).get("/taxii2/exchange/collections/" + collection + "/objects/?limit=1000");
    }

    private static String indicator(String id, Tlp tlp, String domain) {
        return "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-01T10:00:00.000Z\","
                + "\"object_marking_refs\":[\"" + tlp.marking() + "\"],\"pattern_type\":\"stix\","
                + "\"valid_from\":\"2026-01-01T10:00:00Z\",\"pattern\":\"[domain-name:value = '" + domain + "']\"}";
    }
}
