package org.entente.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed through the API leaves a note of who did it, and no note is changed. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AuditIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AUDIT = "/api/v1/audit";

    @Inject
    Pool pool;

    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
    }

    @Test
    void everyRouteThatChangesSomethingIsWalkedByThisTestOrSaysWhyNot() throws Exception {
        // Given
        JsonNode paths = new ObjectMapper()
                .readTree(rest.as("auditor").get("/q/openapi?format=json").asString())
                .path("paths");
        Set<String> described = new TreeSet<>();
        paths.fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (Set.of("post", "put", "delete", "patch").contains(method)) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));

        // Then
        Set<String> known = new ChangingRoutes(rest, pool)
                .steps().stream().map(ChangingRoutes.Step::route).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(ChangingRoutes.CHANGE_NOTHING);
        known.addAll(ChangingRoutes.SENT_IN);
        known.addAll(ChangingRoutes.ONE_FOR_ALL);
        // Pages do what the same services do for REST.
        described.removeIf(route -> route.contains(" /console/"));
        assertThat(known)
                .as("a route that changes something is noted in the audit trail: add a step to ChangingRoutes")
                .containsAll(described);
    }

    @Test
    void everyChangeIsNotedWithWhoMadeItAndByWhichRequest() {
        List<String> unnoted = new ArrayList<>();
        for (ChangingRoutes.Step step : new ChangingRoutes(rest, pool).steps()) {
            // When
            Response answer = step.call().get();
            if (answer.statusCode() >= 300) {
                unnoted.add(step.route() + " answered " + answer.asString());
                continue;
            }

            // Then
            String request = answer.header("X-Request-Id");
            List<Map<String, Object>> events = rest.as("auditor")
                    .get(AUDIT + "?request=" + request)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items");
            if (events.stream()
                    .noneMatch(event -> event.get("actorKind").equals(step.actor())
                            && event.get("actor").equals(step.name()))) {
                unnoted.add(step.route() + " " + events);
            }
        }
        assertThat(unnoted).isEmpty();
    }

    @Test
    void eventSaysWhatWasDoneToWhatAndWhyAndNoSecret() {
        // Given
        String partner = "n-" + UUID.randomUUID().toString().substring(0, 8);
        rest.partner(partner, "{\"to\":{},\"from\":{}}");
        String secret = rest.passwordOf(partner);

        // When
        rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"Agreement ended\"}")
                .post("/api/v1/partners/" + partner + "/suspension")
                .then()
                .statusCode(200);

        // Then
        Response listed = rest.as("admin").get(AUDIT + "?subject=" + partner);
        assertThat(listed.jsonPath().getList("items.action"))
                .containsExactly(
                        "partner.suspended",
                        "policy-draft.approved",
                        "policy-draft.submitted",
                        "policy-draft.written",
                        "partner.created");
        assertThat(listed.jsonPath().getString("items[0].reason")).isEqualTo("Agreement ended");
        assertThat(listed.jsonPath().getString("items[0].actor")).isEqualTo("admin");
        assertThat(listed.asString()).doesNotContain(secret);
    }

    @Test
    void wrongPasswordsAreNotedInBoundedNumberAndUnknownNamesNotAtAll() {
        // Given
        String partner = "w-" + UUID.randomUUID().toString().substring(0, 8);
        rest.submitter(partner, "{\"to\":{},\"from\":{}}");
        String typed = "secret-" + UUID.randomUUID();

        // When
        for (int i = 0; i < 3; i++) {
            signIn(partner, "wrong" + i).then().statusCode(401);
        }
        signIn(typed, "anything").then().statusCode(401);

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rest.as("auditor")
                                .get(AUDIT + "?action=sign-in.failed&subject=" + partner)
                                .jsonPath()
                                .getList("items.details.failures"))
                        .containsExactly("1"));
        assertThat(rest.as("auditor").get(AUDIT + "?action=sign-in.failed").asString())
                .doesNotContain(typed);
    }

    private static Response signIn(String name, String password) {
        return RestAssured.given().auth().preemptive().basic(name, password).get("/api/v1/me");
    }

    @Test
    void pagesGoFromTheNewestToTheOldestWithoutRepeating() {
        // Given
        String community = "g-" + UUID.randomUUID().toString().substring(0, 8);
        rest.community(community, "xa-cert", "xb-cert");

        // When
        List<Integer> numbers = new ArrayList<>();
        String next = "";
        do {
            Response page = rest.as("auditor").get(AUDIT + "?limit=1&subject=" + community + next);
            numbers.addAll(page.jsonPath().getList("items.number"));
            String key = page.jsonPath().getString("next");
            next = key == null ? "" : "&next=" + key;
        } while (!next.isEmpty());

        // Then
        assertThat(numbers).hasSize(3).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void filtersNarrowAndUnknownOnesAreRefused() {
        assertThat(rest.as("auditor")
                        .get(AUDIT + "?action=partner.created&until=2001-01-01T00:00:00Z")
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
        for (String query : List.of("action=nonsense", "since=yesterday", "limit=0", "next=forged", "actr=admin")) {
            assertThat(rest.as("auditor").get(AUDIT + "?" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xa-cert", "curator", "approver"})
    void nobodyButAuditorsAndAdministratorsReadsIt(String caller) {
        rest.as(caller).get(AUDIT).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UPDATE audit_event SET actor_name = ''", "DELETE FROM audit_event", "TRUNCATE audit_event"})
    void databaseRefusesToChangeWhatWasNoted(String tampering) {
        assertThatThrownBy(() -> pool.query(tampering).execute().await().atMost(PATIENCE))
                .hasMessageContaining("only ever added to");
    }
}
