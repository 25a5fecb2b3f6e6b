package org.entente.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.PlainBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators see at one glance what comes in and what waits. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class OverviewIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "/api/v1/overview";

    /** So many feeds the console shows unasked, and more where more stand. */
    private static final int FEEDS_SHOWN = 20;

    private static final Pattern FEED = Pattern.compile("<td><a href=\"/console/partners/([^\"]+)\">");

    private final DemoAccess access = DemoAccess.awaited();
    private final PartnersOverRest rest = new PartnersOverRest(access);

    @Inject
    Pool pool;

    private JsonPath overview() {
        return rest.as("auditor").get(PATH).then().statusCode(200).extract().jsonPath();
    }

    private static long sum(JsonPath overview, String list) {
        List<Integer> numbers = overview.getList(list);
        return numbers.stream().mapToLong(Integer::longValue).sum();
    }

    @Test
    void whatComesInIsCountedByHourAndDayAndGoesOut() {
        // Given
        JsonPath before = overview();

        // When
        rest.as("xa-cert")
                .contentType("application/stix+json;version=2.1")
                .body(
                        "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID()
                                + "\",\"objects\":[{\"type\":\"malware\","
                                + "\"spec_version\":\"2.1\",\"id\":\"malware--" + UUID.randomUUID()
                                + "\",\"created\":\"2025-01-01T00:00:00.000Z\",\"modified\":\"2025-01-01T00:00:00.000Z\","
                                + "\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"],\"name\":\"Counted\",\"is_family\":false}]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);

        // Then
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonPath after = overview();
            assertThat(after.getList("hours")).hasSize(24);
            assertThat(after.getList("days")).hasSize(14);
            assertThat(sum(after, "hours.received")).isGreaterThan(sum(before, "hours.received"));
            assertThat(sum(after, "days.received")).isGreaterThan(sum(before, "days.received"));
            assertThat(sum(after, "days.released")).isGreaterThan(sum(before, "days.released"));
            assertThat(after.getString("feeds.find { it.partner == 'xb-cert' }.kafka"))
                    .isEqualTo("ready");
            assertThat(after.getLong("feeds.find { it.partner == 'xb-cert' }.lag"))
                    .isZero();
            assertThat(after.getLong("indexes.find { it.name == 'search' }.lag"))
                    .isZero();
        });
    }

    @Test
    void waitingDraftIsInItsQueueWithItsAge() {
        // Given
        int before = overview().getInt("queues.find { it.name == 'policy-drafts' }.waiting");
        String drafts = "/api/v1/partners/xc-cert/policy/drafts";
        long number = rest.as("curator")
                .contentType("application/json")
                .body("{\"policy\":{\"to\":{},\"from\":{}},\"reason\":\"for a test\"}")
                .post(drafts)
                .jsonPath()
                .getLong("number");
        rest.as("curator").post(drafts + "/" + number + "/submission").then().statusCode(200);

        // When
        JsonPath after = overview();

        // Then
        rest.as("curator").delete(drafts + "/" + number).then().statusCode(204);
        assertThat(after.getInt("queues.find { it.name == 'policy-drafts' }.waiting"))
                .isGreaterThan(before);
        assertThat(after.getLong("queues.find { it.name == 'policy-drafts' }.oldestSeconds"))
                .isNotNegative();
        rest.as("admin")
                .get(PATH)
                .then()
                .body("queues", hasSize(5))
                .body(
                        "queues.name",
                        containsInAnyOrder("reviews", "quarantines", "policy-drafts", "advisories", "recall-notices"));
    }

    @Test
    void consoleShowsWhatStandsFirstAndFoldsTheRestOfTheFeedsAway() {
        // Given: more feeds than are shown, of which the last by its name stands
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        String standing = "zz-standing-" + suffix;
        rest.only("subscriber", standing);
        for (int feeds = overview().getList("feeds").size(); feeds <= FEEDS_SHOWN; feeds++) {
            rest.only("subscriber", "feed-" + feeds + "-" + suffix);
        }
        execute("INSERT INTO quarantine (partner_id, position, object_id, objection) VALUES ('" + standing
                + "', 1, 'malware--" + UUID.randomUUID() + "', 'For a test')");
        try {
            JsonPath now = overview();
            int stopped = now.getInt("feeds.findAll { it.stopped }.size()");

            // When
            AccessDocument.Caller curator = access.caller("curator");
            String page = PlainBrowser.signedIn(access.document().http(), curator.username(), curator.password())
                    .get("/console")
                    .body();
            String[] feeds = page.substring(page.indexOf("feeds</h2>"), page.indexOf("Open recalls</h2>"))
                    .split("<details", 2);
            assertThat(feeds).hasSize(2);
            List<String> shown = partners(feeds[0]);
            List<String> folded = partners(feeds[1]);

            // Then
            assertThat(shown).hasSize(Math.max(FEEDS_SHOWN, stopped));
            assertThat(shown.subList(0, stopped)).contains(standing);
            assertThat(feeds[1]).contains("<summary>" + folded.size() + " more</summary>");
            assertThat(Stream.concat(shown.stream(), folded.stream()))
                    .containsExactlyInAnyOrderElementsOf(now.getList("feeds.partner"));
        } finally {
            execute("DELETE FROM quarantine WHERE partner_id = '" + standing + "'");
        }
    }

    private static List<String> partners(String page) {
        return FEED.matcher(page).results().map(found -> found.group(1)).toList();
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xa-cert", "xb-cert"})
    void noPartnerSeesIt(String partner) {
        rest.as(partner).get(PATH).then().statusCode(403);
    }
}
