package org.entente.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.http.TaxiiMedia;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Incidents of other sharing platforms, over HTTP. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SubmissionIncidentsIT {

    private static final String BUNDLE = "application/stix+json;version=2.1";

    private DemoAccess access;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    @Test
    void nestedIdsMustBelongToTheirParentOnEveryWrite() {
        String id = submit("xa-cert", malware("malware--" + UUID.randomUUID(), "a"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String absent = UUID.randomUUID().toString();

        assertThat(shape(as("xb-cert").get("/api/v1/submissions/" + id)))
                .isEqualTo(shape(as("xb-cert").get("/api/v1/submissions/" + absent)));
        assertThat(shape(taxii("xb-cert").get("/taxii2/exchange/status/" + id + "/")))
                .isEqualTo(shape(taxii("xb-cert").get("/taxii2/exchange/status/" + absent + "/")));
        as("curator")
                .contentType("application/json")
                .body("{\"action\": \"release\"}")
                .post("/api/v1/reviews/" + id + "/decision")
                .then()
                .statusCode(404);
        taxii("xa-cert")
                .contentType(TaxiiMedia.TAXII)
                .body("{\"objects\": []}")
                .post("/taxii2/exchange/collections/" + id + "/objects/")
                .then()
                .statusCode(404);
    }

    @Test
    void namesOfCommunitiesOneIsNotInAreAsUnknownAsThoseThatDoNotExist() {
        for (String parameter : new String[] {"communities", "exceptCommunities"}) {
            as("xa-cert")
                    .contentType(BUNDLE)
                    .queryParam(parameter, "no-such-community")
                    .body(bundle())
                    .post("/api/v1/submissions")
                    .then()
                    .statusCode(400);
        }
        as("xa-cert")
                .contentType(BUNDLE)
                .queryParam("exceptCommunities", "demo-csirts")
                .queryParam("dryRun", "true")
                .body(bundle(malware("malware--" + UUID.randomUUID(), "a")))
                .post("/api/v1/submissions")
                .then()
                .statusCode(200)
                .body("success_count", equalTo(1));
    }

    @Test
    void alreadyExistsIsNoOracle() {
        String id = "malware--" + UUID.randomUUID();
        submit("xa-cert", malware(id, "theirs")).then().statusCode(202);

        submit("xb-cert", malware(id, "theirs"))
                .then()
                .statusCode(202)
                .body("successes[0].message", equalTo("accepted"));
        submit("xb-cert", malware("malware--" + UUID.randomUUID(), "new"))
                .then()
                .statusCode(202)
                .body("successes[0].message", equalTo("accepted"));
    }

    @Test
    void contradictingContentsPostedAtOnceAreRefusedOrShownToTheOperators() {
        for (int i = 0; i < 10; i++) {
            String id = "malware--" + UUID.randomUUID();
            List<String> refused = List.of("xa-cert", "xb-cert").parallelStream()
                    .map(partner -> submit(partner, malware(id, "as " + partner + " sees it"))
                            .then()
                            .statusCode(202)
                            .extract()
                            .jsonPath()
                            .getList("failures.id", String.class))
                    .filter(Objects::nonNull)
                    .flatMap(List::stream)
                    .toList();

            if (refused.isEmpty()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(conflicts()).contains(id));
            }
        }
    }

    private List<String> conflicts() {
        List<String> found = new ArrayList<>();
        @Nullable String next = null;
        do {
            RequestSpecification asked = as("auditor").queryParam("limit", 200);
            JsonPath page = (next == null ? asked : asked.queryParam("next", next))
                    .get("/api/v1/conflicts")
                    .jsonPath();
            found.addAll(page.getList("items.objectId", String.class));
            next = page.getString("next");
        } while (next != null);
        return found;
    }

    /** What tells one answer from another, but for what each has of its own. */
    private static String shape(Response response) {
        return response.statusCode() + " " + response.asString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id");
    }

    private Response submit(String caller, String object) {
        return as(caller).contentType(BUNDLE).body(bundle(object)).post("/api/v1/submissions");
    }

    private RequestSpecification taxii(String caller) {
        return as(caller).accept(TaxiiMedia.TAXII);
    }

    private RequestSpecification as(String caller) {
        AccessDocument.Caller who = access.caller(caller);
        return given().auth().preemptive().basic(who.username(), who.password());
    }

    private static String bundle(String... objects) {
        return "{\"type\": \"bundle\", \"id\": \"bundle--" + UUID.randomUUID() + "\""
                + (objects.length == 0 ? "" : ", \"objects\": [" + String.join(",", objects) + "]") + "}";
    }

    /** Marked TLP:RED and sent to nobody by name: other partners may not know of it. */
    private static String malware(String id, String name) {
        return "{\"type\": \"malware\", \"spec_version\": \"2.1\", \"id\": \"" + id
                + "\", \"created\": \"2026-01-05T10:00:00.000Z\", \"modified\": \"2026-01-05T10:00:00.000Z\","
                + " \"name\": \"" + name + "\", \"is_family\": true, \"object_marking_refs\":"
                + " [\"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1\"]}";
    }
}
