package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recalls of more than one transaction should write, and what goes on when one of them fails. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class RecallLargeIT {

    private static final Logger LOG = Logger.getLogger(RecallLargeIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TAXII = "application/taxii+json;version=2.1";
    /** More than are written at once; -Dentente.recall.versions=10000 takes minutes, nearly all of them to send that in. */
    private static final int VERSIONS = Integer.getInteger("entente.recall.versions", 1_500);

    private static final int REFERRERS = Integer.getInteger("entente.recall.referrers", 2_500);

    /** Referrers by which a recall is not written at once. */
    private static final int LARGE = 1_050;

    /** The lock of the one instance that follows, as {@code LogLocks} has it. */
    private static final long RECALL_FOLLOWER = 0x6C6F6700_00000005L;

    private static final int BUNDLE_OBJECTS = 1_000;
    private static final int BUNDLE_VERSIONS = 100;
    private static final String OPEN =
            "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\",\"sectors\":\"*\","
                    + "\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"},\"from\":{\"kinds\":\"*\","
                    + "\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\",\"attribution\":\"everyone\"}}";

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String other = "o-" + mark;
    private final String circle = "c-" + mark;

    /** Whatever others have sent in does not count. */
    private final String open = OPEN.replace("\"originators\":\"*\"", "\"originators\":[\"" + author + "\"]");

    private final String toolsOnly = open.replaceFirst("\"kinds\":\"\\*\"", "\"kinds\":[\"tool\"]");
    private PartnersOverRest rest;

    @Inject
    Pool pool;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, OPEN);
        rest.partner(reader, open);
        rest.partner(other, open);
        rest.community(circle, author, reader, other);
    }

    @Test
    void objectOfVeryManyVersionsAndReferrersIsGoneAtOnceAndEverybodyIsToldOfAll() {
        String malware = id("malware");
        String tool = id("tool");
        String kept = object(tool, 0, Tlp.GREEN, "\"name\":\"Packer\"");
        submit(Stream.of(kept));
        submit(BUNDLE_VERSIONS, IntStream.range(0, VERSIONS).mapToObj(version -> malware(malware, version)));
        submit(IntStream.range(0, REFERRERS).mapToObj(any -> related(malware, tool)));
        String last = id("tool");
        submit(Stream.of(object(last, 0, Tlp.GREEN, "\"name\":\"Last\"")));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> seen(reader, last, 200));

        Instant asked = Instant.now();
        rest.as(author)
                .contentType("application/json")
                .body("{\"reason\":\"Wrong\"}")
                .post("/api/v1/objects/" + malware + "/recall")
                .then()
                .statusCode(201)
                // How much of others refers to it is not the submitter's to know.
                .body("underWay", nullValue())
                .body("told", equalTo(2));
        Duration answered = Duration.between(asked, Instant.now());

        // At once, whatever is still being written.
        seen(reader, malware, 404);
        List<String> left = everythingOf(reader);
        assertThat(left).containsExactlyInAnyOrder(tool, last);
        // Sent in again meanwhile, and what comes to refer to it.
        String late = id("relationship");
        submit(Stream.of(
                malware(malware, 0),
                object(
                        late,
                        0,
                        Tlp.GREEN,
                        "\"relationship_type\":\"related-to\",\"source_ref\":\"" + malware + "\",\"target_ref\":\""
                                + tool + "\"")));
        for (String partner : List.of(reader, other)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> rest.as(partner)
                            .get("/api/v1/recalls")
                            .then()
                            .statusCode(200)
                            .body("items", hasSize(1))
                            .body("items[0].objectCount", equalTo(VERSIONS + REFERRERS)));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> rest.as("auditor")
                        .get("/api/v1/recalls?open=true")
                        .then()
                        .statusCode(200)
                        .body("items.find { it.object == '" + malware + "' }.underWay", nullValue()));
        LOG.infof(
                "A recall of %d entries was answered after %s, and told to two partners after %s",
                VERSIONS + REFERRERS, answered, Duration.between(asked, Instant.now()));

        assertThat(everythingOf(reader)).containsExactlyInAnyOrder(tool, last);
        assertThat(itemsOf(reader)).hasSize(VERSIONS + REFERRERS).doesNotHaveDuplicates();
        assertThat(count("SELECT count(*) FROM log_rewrite")).isZero();
    }

    @Test
    void partnerAndObjectThatFailEachTimeHoldUpNobodyAndAreToldOfInTheEnd() {
        String failing = id("malware");
        String fine = id("malware");
        submit(Stream.of(malware(failing, 0), malware(fine, 0), object(id("tool"), 0, Tlp.GREEN, "\"name\":\"P\"")));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> seen(reader, fine, 200));
        refuse("recall_notice", "NEW.partner_id = '" + reader + "'");
        refuse("recall", "NEW.object_id = '" + failing + "'");
        try {
            rest.policy(reader, toolsOnly);
            rest.policy(other, toolsOnly);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> notices(other, 1).body("items[0].cause", equalTo("policy")));
            notices(reader, 0);
            rest.policy(other, open.replaceFirst("\"maxTlp\":\"RED\"", "\"maxTlp\":\"GREEN\""));
            submit(Stream.of(
                    object(failing, 1, Tlp.AMBER, "\"name\":\"Loader\",\"is_family\":true"),
                    object(fine, 1, Tlp.AMBER, "\"name\":\"Loader\",\"is_family\":true")));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> notices(other, 2)
                            .body("items[0].cause", equalTo("marking"))
                            .body("items[0].objects[0].id", equalTo(fine)));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> rest.as("auditor")
                            .get("/api/v1/recall-troubles?limit=200")
                            .then()
                            .statusCode(200)
                            .body("items.findAll { it.subject == '" + failing + "' }.work", equalTo(List.of("marking")))
                            .body(
                                    "items.findAll { it.subject == '" + reader + "' }.work.unique()",
                                    equalTo(List.of("policy"))));
            rest.as(reader).get("/api/v1/recall-troubles").then().statusCode(403);
        } finally {
            run("DROP TRIGGER refuse_recall_notice ON recall_notice");
            run("DROP TRIGGER refuse_recall ON recall");
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(itemsOf(reader))
                        .contains(failing + " 2026-01-01T10:00:00Z", fine + " 2026-01-01T10:00:00Z"));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(itemsOf(other)).anyMatch(item -> item.startsWith(failing)));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> rest.as("auditor")
                        .get("/api/v1/recall-troubles")
                        .then()
                        .statusCode(200)
                        .body("items", empty()));
    }

    @Test
    void largeRecallIsToldToWhoeverHadTheObjectWhenItWasMadeWhateverChangedSince() {
        rest.policy(reader, toolsOnly);
        String malware = malwareThatManyReferTo();
        // While this is refused nothing of the recall can be written.
        refuse("recall_notice", "NEW.partner_id = '" + other + "'");
        try {
            recall(malware);

            rest.policy(reader, open);
            rest.policy(other, toolsOnly);
            awaitFollowed(reader);
            awaitFollowed(other);
        } finally {
            run("DROP TRIGGER refuse_recall_notice ON recall_notice");
        }

        awaitRewritten();
        notices(reader, 0);
        notices(other, 1).body("items[0].cause", equalTo("submitter"));
        assertThat(itemsOf(other)).hasSize(1 + LARGE).doesNotHaveDuplicates();
        assertThat(count("SELECT count(*) FROM recall_tenure")).isZero();
    }

    /** Whoever may have it has all of it. */
    private String malwareThatManyReferTo() {
        String malware = id("malware");
        String tool = id("tool");
        submit(Stream.of(object(tool, 0, Tlp.GREEN, "\"name\":\"Packer\""), malware(malware, 0)));
        submit(IntStream.range(0, LARGE).mapToObj(any -> related(malware, tool)));
        String last = id("tool");
        submit(Stream.of(object(last, 0, Tlp.GREEN, "\"name\":\"Last\"")));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> seen(other, last, 200));
        return malware;
    }

    @Test
    void whatCameFromSomebodyElseAfterALargeRecallIsKeptByWhoMayHaveItByNow() {
        String second = "b-" + mark;
        String between = "d-" + mark;
        rest.partner(second, OPEN);
        rest.community(between, second, other);
        String malware = malwareThatManyReferTo();
        refuse("recall_notice", "NEW.partner_id = '" + other + "'");
        try {
            recall(malware);

            rest.policy(other, open.replace("[\"" + author + "\"]", "[\"" + author + "\",\"" + second + "\"]"));
            rest.as(second)
                    .contentType("application/stix+json;version=2.1")
                    .queryParam("communities", between)
                    .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                            + malware(malware, 0) + "]}")
                    .post("/api/v1/submissions")
                    .then()
                    .statusCode(202)
                    .body("failures", nullValue());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> as(other, "/taxii2/exchange/collections/" + between + "/objects/" + malware + "/")
                                    .then()
                                    .statusCode(200));
        } finally {
            run("DROP TRIGGER refuse_recall_notice ON recall_notice");
        }

        awaitRewritten();
        assertThat(itemsOf(other)).hasSize(LARGE).noneMatch(item -> item.startsWith(malware));
    }

    @Test
    void whatTwoSentInTheSameIsToldOnceWithWhatIsLeftHoweverFarApart() {
        String second = "b-" + mark;
        String wide = "d-" + mark;
        rest.partner(second, OPEN);
        rest.community(wide, author, second, other);
        rest.policy(other, open.replace("[\"" + author + "\"]", "[\"" + author + "\",\"" + second + "\"]"));
        String malware = id("malware");
        String tool = id("tool");
        String gone = id("tool");
        String reportId = id("report");
        String report = object(
                reportId,
                0,
                Tlp.GREEN,
                "\"name\":\"Campaign\",\"published\":\"2026-01-01T10:00:00Z\",\"object_refs\":[\"" + malware + "\",\""
                        + tool + "\",\"" + gone + "\"]");
        submit(
                author,
                wide,
                BUNDLE_OBJECTS,
                Stream.of(
                        malware(malware, 0),
                        object(tool, 0, Tlp.GREEN, "\"name\":\"Packer\""),
                        object(gone, 0, Tlp.GREEN, "\"name\":\"Packer\""),
                        report));
        submit(author, wide, BUNDLE_OBJECTS, IntStream.range(0, LARGE).mapToObj(any -> related(malware, tool)));
        String last = id("tool");
        submit(author, wide, BUNDLE_OBJECTS, Stream.of(object(last, 0, Tlp.GREEN, "\"name\":\"Last\"")));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(second, "/taxii2/exchange/collections/" + wide + "/objects/" + last + "/")
                        .then()
                        .statusCode(200));
        submit(second, wide, BUNDLE_OBJECTS, Stream.of(report));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("SELECT count(*) FROM log_entry WHERE object_uuid = '"
                                + reportId.substring("report--".length()) + "'"))
                        .isEqualTo(2));
        recall(gone);
        assertThat(itemsOf(other))
                .containsExactlyInAnyOrder(gone + " 2026-01-01T10:00:00Z", reportId + " 2026-01-01T10:00:00Z");

        recall(malware);
        awaitRewritten();

        assertThat(itemsOf(other)).hasSize(2 + 1 + LARGE + 1).doesNotHaveDuplicates();
        String left = "FROM recall_item WHERE partner_id = '" + other
                + "' AND object_id LIKE 'report--%' AND object_id <> '" + reportId + "'";
        assertThat(count("SELECT count(*) " + left)).isOne();
        assertThat(count("SELECT sum((remains <> 0)::int) " + left)).isOne();
    }

    private void recall(String object) {
        rest.as(author)
                .contentType("application/json")
                .body("{\"reason\":\"Wrong\"}")
                .post("/api/v1/objects/" + object + "/recall")
                .then()
                .statusCode(201);
    }

    @Test
    void entryThatAPartnersRecallWentOnWithoutIsToldOfOnceByThatOrByARecallOfItsOwn() {
        String recalled = id("malware");
        String later = id("malware");
        submit(Stream.of(malware(recalled, 0), malware(later, 0)));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> seen(reader, later, 200));
        refuse("recall_item", "NEW.partner_id = '" + reader + "'");
        try {
            rest.policy(reader, toolsOnly);
            awaitLeftOut(2);

            try (Following stopped = new Following()) {
                run("DROP TRIGGER refuse_recall_item ON recall_item");
                recall(recalled);
                notices(reader, 1).body("items[0].cause", equalTo("submitter"));
                // Told, and noted as over, together or not at all.
                refuse("DELETE", "recall_trouble", "OLD.position <> 0 AND OLD.subject = '" + reader + "'");
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                tryAgainNow();
                assertThat(count("SELECT min(attempts) FROM recall_trouble WHERE subject = '" + reader + "'"))
                        .isGreaterThan(1);
            });
        } finally {
            run("DROP TRIGGER IF EXISTS refuse_recall_item ON recall_item");
            run("DROP TRIGGER IF EXISTS refuse_recall_trouble ON recall_trouble");
        }
        awaitLeftOut(0);

        assertThat(itemsOf(reader))
                .containsExactlyInAnyOrder(recalled + " 2026-01-01T10:00:00Z", later + " 2026-01-01T10:00:00Z");
    }

    /** Keeps policies from being followed. */
    private final class Following implements AutoCloseable {

        private final SqlConnection lock = pool.getConnection().await().atMost(PATIENCE);

        Following() {
            execute("SELECT pg_advisory_lock(" + RECALL_FOLLOWER + ")");
        }

        private void execute(String statement) {
            lock.query(statement).execute().await().atMost(PATIENCE);
        }

        @Override
        public void close() {
            execute("SELECT pg_advisory_unlock_all()");
            lock.close().await().atMost(PATIENCE);
        }
    }

    private void awaitFollowed(String partner) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(
                                "SELECT count(*) FROM recall_follow r JOIN member_fact f USING (partner_id) WHERE f.revision > r.revision"
                                        + " AND partner_id = '" + partner + "'"))
                        .isZero());
    }

    private void awaitLeftOut(int entries) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            tryAgainNow();
            assertThat(count("SELECT count(*) FROM recall_trouble WHERE position <> 0 AND subject = '" + reader + "'"))
                    .isEqualTo(entries);
        });
    }

    /** Without the pause that is between two tries. */
    private void tryAgainNow() {
        run("UPDATE recall_trouble SET next_at = since WHERE subject = '" + reader + "'");
    }

    private void awaitRewritten() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("SELECT count(*) FROM recall_rewriting"))
                        .isZero());
    }

    private static String related(String malware, String tool) {
        return object(
                id("relationship"),
                0,
                Tlp.GREEN,
                "\"relationship_type\":\"related-to\",\"source_ref\":\"" + malware + "\",\"target_ref\":\"" + tool
                        + "\"");
    }

    private io.restassured.response.ValidatableResponse notices(String partner, int count) {
        return rest.as(partner).get("/api/v1/recalls").then().statusCode(200).body("items", hasSize(count));
    }

    /** Every object it is to drop, page by page. */
    private List<String> itemsOf(String partner) {
        JsonPath all = rest.as(partner).get("/api/v1/recalls?limit=200").jsonPath();
        return all.<String>getList("items.id").stream()
                .flatMap(notice -> itemsOf(partner, notice, null))
                .toList();
    }

    private Stream<String> itemsOf(String partner, String notice, String next) {
        JsonPath page = rest.as(partner)
                .get("/api/v1/recalls/" + notice + "?limit=200" + (next == null ? "" : "&next=" + next))
                .jsonPath();
        List<java.util.Map<String, String>> objects = page.getList("objects");
        Stream<String> items = objects.stream().map(object -> object.get("id") + " " + object.get("version"));
        String more = page.get("next");
        return more == null ? items : Stream.concat(items, itemsOf(partner, notice, more));
    }

    private List<String> everythingOf(String partner) {
        return as(partner, "/taxii2/exchange/collections/" + circle + "/objects/?match[version]=all&limit=1000")
                .jsonPath()
                .getList("objects.id");
    }

    private void seen(String partner, String object, int status) {
        as(partner, "/taxii2/exchange/collections/" + circle + "/objects/" + object + "/")
                .then()
                .statusCode(status);
    }

    private io.restassured.response.Response as(String partner, String path) {
        return rest.as(partner).accept(TAXII).urlEncodingEnabled(false).get(path);
    }

    private void submit(Stream<String> objects) {
        submit(BUNDLE_OBJECTS, objects);
    }

    private void submit(int atOnce, Stream<String> objects) {
        submit(author, circle, atOnce, objects);
    }

    private void submit(String partner, String community, int atOnce, Stream<String> objects) {
        List<String> all = objects.toList();
        for (int from = 0; from < all.size(); from += atOnce) {
            List<String> some = all.subList(from, Math.min(all.size(), from + atOnce));
            rest.as(partner)
                    .contentType("application/stix+json;version=2.1")
                    .queryParam("communities", community)
                    .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":"
                            + some.stream().collect(Collectors.joining(",", "[", "]")) + "}")
                    .post("/api/v1/submissions")
                    .then()
                    .statusCode(202)
                    .body("failures", nullValue());
        }
    }

    /** A row that the database refuses, as it might one day for a reason nobody thought of. */
    private void refuse(String table, String when) {
        refuse("INSERT", table, when);
    }

    private void refuse(String change, String table, String when) {
        run("CREATE OR REPLACE FUNCTION refuse_" + table + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF " + when
                + " THEN RAISE EXCEPTION 'refused for a test'; END IF; RETURN coalesce(NEW, OLD); END $$");
        run("CREATE TRIGGER refuse_" + table + " BEFORE " + change + " ON " + table
                + " FOR EACH ROW EXECUTE FUNCTION refuse_" + table + "()");
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(Duration.ofSeconds(30));
    }

    private long count(String query) {
        return pool.query(query)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(30))
                .iterator()
                .next()
                .getLong(0);
    }

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private static String malware(String id, int version) {
        return object(id, version, Tlp.GREEN, "\"name\":\"Loader\",\"is_family\":true");
    }

    private static String object(String id, int version, Tlp tlp, String properties) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\""
                + Instant.parse("2026-01-01T10:00:00.000Z")
                        .plusSeconds(version)
                        .toString()
                        .replace("Z", ".000Z")
                + "\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]," + properties + "}";
    }
}
