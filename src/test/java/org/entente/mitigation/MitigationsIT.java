package org.entente.mitigation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.entente.stix.MitigationExtension;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mitigations are found by those who have them, by what they have of what they mitigate; uptake tells nobody who. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class MitigationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BUNDLE = "application/stix+json;version=2.1";
    private static final String PATH = "/api/v1/mitigations";

    private static final String POLICY = """
            {"to": {"maxTlp": "AMBER", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "%s"}}
            """;

    private final String remedy = "course-of-action--" + UUID.randomUUID();
    private final String vulnerability = "vulnerability--" + UUID.randomUUID();
    private final String relationship = "relationship--" + UUID.randomUUID();
    private final String cve =
            "CVE-2026-" + (100_000 + Math.abs(UUID.randomUUID().hashCode() % 800_000));
    private final String asset = "asset-" + UUID.randomUUID();

    private PartnersOverRest partners;

    @BeforeEach
    void findAccess() {
        partners = new PartnersOverRest(DemoAccess.awaited());
    }

    @Test
    void mitigationIsFoundByWhatItMitigatesAndByWhatItSays() {
        submit("xa-cert", remedy(remedy, 1, Tlp.GREEN, ""), vulnerability(Tlp.GREEN), mitigates(Tlp.GREEN));

        found("xb-cert", "cve", cve)
                .body("items.id", contains(remedy))
                .body("items[0].urgency", equalTo("immediate"))
                .body("items[0].cost", equalTo("low"))
                .body("items[0].sectors", contains("energy"))
                .body("items[0].steps", contains("csaf"))
                .body("items[0].mitigates.id", contains(vulnerability))
                .body("items[0].mitigates[0].cves", contains(cve));
        found("xc-cert", "asset", asset).body("items.id", contains(remedy));
        found("xb-cert", "mitigates", vulnerability).body("items.id", contains(remedy));
        as("xb-cert")
                .queryParam("cve", cve)
                .queryParam("sector", "energy")
                .queryParam("urgency", "immediate")
                .queryParam("asset", asset)
                .get(PATH)
                .then()
                .body("items.id", contains(remedy));
        as("xb-cert")
                .queryParam("cve", cve)
                .queryParam("sector", "mining")
                .get(PATH)
                .then()
                .body("items", empty());
        as("xb-cert")
                .get(PATH + "/" + remedy)
                .then()
                .statusCode(200)
                .body("object.id", equalTo(remedy))
                .body("object.name", equalTo("Patch"))
                .body("mitigates.id", contains(vulnerability));
    }

    @Test
    void targetTheCallerMayNotSeeIsNotShownAndNotFoundBy() {
        submit("xa-cert", remedy(remedy, 1, Tlp.GREEN, ""), vulnerability(Tlp.AMBER), mitigates(Tlp.GREEN));

        found("xb-cert", "cve", cve).body("items.id", contains(remedy));
        found("xc-cert", "asset", asset).body("items.id", contains(remedy)).body("items[0].mitigates", nullValue());
        as("xc-cert").queryParam("cve", cve).get(PATH).then().statusCode(200).body("items", empty());
        as("xc-cert").queryParam("mitigates", vulnerability).get(PATH).then().body("items", empty());
        as("xc-cert").get(PATH + "/" + remedy).then().statusCode(200).body("mitigates", nullValue());
    }

    @Test
    void newestVisibleVersionIsShownAndRevokedOnesOnlyWhenAskedFor() {
        submit("xa-cert", remedy(remedy, 1, Tlp.GREEN, ""));
        // For fewer, and marked as before: a stricter marking would take back the first version.
        as("xa-cert")
                .contentType(BUNDLE)
                .queryParam("partners", "xb-cert")
                .body(bundle(remedy(remedy, 2, Tlp.GREEN, ",\"revoked\":true")))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as("xb-cert")
                        .queryParam("asset", asset)
                        .queryParam("revoked", true)
                        .get(PATH)
                        .then()
                        .body("items.revoked", contains(true)));
        as("xb-cert").queryParam("asset", asset).get(PATH).then().body("items", empty());
        found("xc-cert", "asset", asset).body("items[0].version", equalTo("2026-01-01T00:00:00Z"));
    }

    @Test
    void pagesFollowOneAnother() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = "course-of-action--" + UUID.randomUUID();
            sent.add(id);
            submit("xa-cert", remedy(id, 1, Tlp.GREEN, ""));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as("xb-cert")
                        .queryParam("asset", asset)
                        .get(PATH)
                        .then()
                        .body("items", hasSize(5)));

        List<String> read = new ArrayList<>();
        String next = null;
        do {
            RequestSpecification asked =
                    as("xb-cert").queryParam("asset", asset).queryParam("limit", 2);
            var page = (next == null ? asked : asked.queryParam("next", next))
                    .get(PATH)
                    .jsonPath();
            read.addAll(page.getList("items.id", String.class));
            next = page.getString("next");
        } while (next != null && read.size() < 10);

        assertThat(read).containsExactlyElementsOf(sent);
    }

    @Test
    void hiddenSubmittersMitigationIsFoundUnderTheIdsOfItsReaderAndCounted() {
        String hidden = unique("hidden");
        partners.partner(hidden, POLICY.formatted("operators"));
        List<String> readers = List.of(unique("ra"), unique("rb"), unique("rc"));
        readers.forEach(reader -> partners.partner(reader, POLICY.formatted("everyone")));
        submit(hidden, remedy(remedy, 1, Tlp.GREEN, ""), vulnerability(Tlp.GREEN), mitigates(Tlp.GREEN));

        String shown = found(readers.get(0), "cve", cve)
                .body("items", hasSize(1))
                .body("items[0].id", not(remedy))
                .body("items[0].mitigates", hasSize(1))
                .extract()
                .path("items[0].id");
        as(readers.get(0)).get(PATH + "/" + remedy).then().statusCode(404);
        as(readers.get(0)).get(PATH + "/" + shown).then().statusCode(200).body("object.id", equalTo(shown));

        report(readers.get(0), shown, "applied");
        report(readers.get(1), shown, "applied");
        as(hidden).get(PATH + "/" + remedy + "/uptake").then().statusCode(200).body("counts.applied", nullValue());
        report(readers.get(2), shown, "applied");
        String told = as(hidden)
                .get(PATH + "/" + remedy + "/uptake")
                .then()
                .statusCode(200)
                .body("counts.applied", equalTo(3))
                .body("counts.planned", nullValue())
                .extract()
                .asString();
        assertThat(told).doesNotContain(readers).doesNotContain("A note");

        // One more change shows nothing: whoever compares would know whose it was.
        report(readers.get(2), shown, "ineffective");
        as(hidden).get(PATH + "/" + remedy + "/uptake").then().body("counts.applied", equalTo(3));
        String own = as(readers.get(2))
                .get(PATH + "/" + shown + "/uptake")
                .then()
                .body("own.status", equalTo("ineffective"))
                .body("own.note", equalTo("A note"))
                .body("counts", nullValue())
                .extract()
                .asString();
        assertThat(own).doesNotContain(hidden);
        as("auditor")
                .get(PATH + "/" + remedy + "/uptake")
                .then()
                .statusCode(200)
                .body("assertions[0].submitter", equalTo(hidden))
                .body("assertions[0].counts.applied", equalTo(3))
                .body("assertions[0].notes.text", contains("A note", "A note", "A note"));

        // Nor does a note: one that changes or vanishes would show a single report as well.
        put(readers.get(0), shown, "{\"status\":\"applied\",\"note\":\"Another note\"}")
                .statusCode(200);
        put(readers.get(1), shown, "{\"status\":\"planned\"}").statusCode(200);
        put(readers.get(1), shown, "{\"status\":\"applied\"}").statusCode(200);
        // Two came back to what is told, so that the third alone would show.
        put(readers.get(0), shown, "{\"status\":\"planned\"}").statusCode(200);
        put(readers.get(0), shown, "{\"status\":\"applied\"}").statusCode(200);
        as(hidden).get(PATH + "/" + remedy + "/uptake").then().body("counts.applied", equalTo(3));
        as("auditor")
                .get(PATH + "/" + remedy + "/uptake")
                .then()
                .body("assertions[0].notes.text", contains("A note", "A note", "A note"));

        // Three have said something new, of which one more applied it: a count that grew by one would show that one.
        put("xb-cert", shown, "{\"status\":\"applied\"}").statusCode(200);
        put("xc-cert", shown, "{\"status\":\"applied\"}").statusCode(200);
        as("auditor")
                .get(PATH + "/" + remedy + "/uptake")
                .then()
                .body("assertions[0].notes.text", contains("A note"))
                .body("assertions[0].counts.applied", equalTo(3));
        as(hidden).get(PATH + "/" + remedy + "/uptake").then().body("counts.applied", equalTo(3));
    }

    @Test
    void mitigationOfWhatItsReadersKnowByAnotherIdIsFoundByWhatThatIsAbout() {
        String hidden = unique("hidden");
        partners.partner(hidden, POLICY.formatted("operators"));
        submit(hidden, vulnerability(Tlp.GREEN));
        String start = Instant.now()
                .minus(Duration.ofMinutes(5))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        AtomicReference<String> known = new AtomicReference<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            known.set(as("xb-cert")
                    .accept("application/taxii+json;version=2.1")
                    .queryParam("match[type]", "vulnerability")
                    .queryParam("added_after", start)
                    .queryParam("limit", 1000)
                    .get("/taxii2/exchange/collections/threats/objects/")
                    .jsonPath()
                    .getString("objects.find { it.name == '" + cve + "' }?.id"));
            return known.get() != null;
        });
        assertThat(known.get()).isNotEqualTo(vulnerability);

        submit("xb-cert", remedy(remedy, 1, Tlp.GREEN, ""), mitigates(Tlp.GREEN).replace(vulnerability, known.get()));

        found("xc-cert", "cve", cve)
                .body("items.id", contains(remedy))
                .body("items[0].mitigates.id", contains(known.get()));
    }

    @Test
    void reportIsRefusedWhereThereIsNothingToReportOn() {
        submit("xa-cert", remedy(remedy, 1, Tlp.AMBER, ""));
        found("xb-cert", "asset", asset).body("items", hasSize(1));

        put("xc-cert", remedy, "{\"status\":\"applied\"}").statusCode(404);
        put("xa-cert", remedy, "{\"status\":\"applied\"}").statusCode(409);
        put("xb-cert", remedy, "{\"status\":\"done\"}").statusCode(400).body("errors[0].pointer", equalTo("/status"));
        put("xb-cert", remedy, "").statusCode(400);
        as("xb-cert").queryParam("cvee", cve).get(PATH).then().statusCode(400);
        as("xb-cert").queryParam("next", "forged").get(PATH).then().statusCode(400);
        as("xb-cert").get("/api/v1/mitigation-extension-schema").then().statusCode(200);
    }

    @Test
    void extensionThatIsWrongIsRefusedWithAPointerIntoTheBody() {
        as("xa-cert")
                .contentType(BUNDLE)
                .body(bundle(remedy(remedy, 1, Tlp.GREEN, "").replace("immediate", "soon")))
                .post("/api/v1/submissions")
                .then()
                .body("failure_count", equalTo(1))
                .body("findings[0].pointer", equalTo("/objects/0/extensions/" + MitigationExtension.ID + "/urgency"))
                .body("findings[0].rule", equalTo("enumeration"));
    }

    private void report(String reporter, String id, String status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> as(reporter).get(PATH + "/" + id).statusCode() == 200);
        put(reporter, id, "{\"status\":\"" + status + "\",\"note\":\"A note\"}")
                .statusCode(200)
                .body("status", equalTo(status));
    }

    private ValidatableResponse put(String reporter, String id, String body) {
        return as(reporter)
                .contentType("application/json")
                .body(body)
                .put(PATH + "/" + id + "/uptake")
                .then();
    }

    /** Once it is sequenced and indexed. */
    private ValidatableResponse found(String caller, String parameter, String value) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(caller)
                        .queryParam(parameter, value)
                        .get(PATH)
                        .then()
                        .statusCode(200)
                        .body("items", not(empty())));
        return as(caller).queryParam(parameter, value).get(PATH).then().statusCode(200);
    }

    private void submit(String submitter, String... objects) {
        as(submitter)
                .contentType(BUNDLE)
                .body(bundle(objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failure_count", equalTo(0));
    }

    private RequestSpecification as(String caller) {
        return partners.as(caller);
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String bundle(String... objects) {
        return "{\"type\": \"bundle\", \"id\": \"bundle--" + UUID.randomUUID() + "\", \"objects\": ["
                + String.join(",", objects) + "]}";
    }

    private String remedy(String id, int day, Tlp tlp, String more) {
        return object(
                id,
                day,
                tlp,
                "\"name\":\"Patch\",\"os_execution_envs\":[\"" + asset + "\"],\"extensions\":{\""
                        + MitigationExtension.ID
                        + "\":{\"extension_type\":\"property-extension\",\"urgency\":\"immediate\",\"cost\":\"low\","
                        + "\"sectors\":[\"energy\"],\"csaf_remediations\":[{\"category\":\"vendor_fix\",\"details\":\"Update\"}]}}"
                        + more);
    }

    private String vulnerability(Tlp tlp) {
        return object(
                vulnerability,
                1,
                tlp,
                "\"name\":\"" + cve + "\",\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\"" + cve
                        + "\"}]");
    }

    private String mitigates(Tlp tlp) {
        return object(
                relationship,
                1,
                tlp,
                "\"relationship_type\":\"mitigates\",\"source_ref\":\"" + remedy + "\",\"target_ref\":\""
                        + vulnerability + "\"");
    }

    private static String object(String id, int day, Tlp tlp, String rest) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-0" + day
                + "T00:00:00.000Z\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]," + rest + "}";
    }
}
