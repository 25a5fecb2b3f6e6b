package org.entente.explain;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets an object, who does not, and which rule decides: before and after it is submitted. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AudienceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BUNDLE = "application/stix+json;version=2.1";

    private final String malware = "malware--" + UUID.randomUUID();
    private DemoAccess access;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    @Test
    void operatorsAreToldForEachPartnerWhichRuleDecides() {
        submit(malware(malware, Tlp.AMBER));

        audience("auditor", malware)
                .body("assertions.size()", equalTo(1))
                .body("assertions[0].submitter", equalTo("xa-cert"))
                .body("assertions[0].tlp", equalTo("TLP:AMBER"))
                .body("assertions[0].partners.find { it.partner == 'xb-cert' }.decision", equalTo("release"))
                .body("assertions[0].partners.find { it.partner == 'xc-cert' }.decision", equalTo("withhold"))
                .body("assertions[0].partners.find { it.partner == 'xc-cert' }.rule", equalTo("above-ceiling"))
                .body("assertions[0].partners.find { it.partner == 'xc-cert' }.policy", equalTo("/to/maxTlp"))
                .body("assertions[0].partners.find { it.partner == 'xc-cert' }.property", equalTo("TLP:AMBER"))
                .body("assertions[0].partners.find { it.partner == 'xc-cert' }.policyVersion", notNullValue())
                .body("assertions[0].changes.find { it.change == 'with TLP:GREEN' }.more", equalTo(1));
        as("auditor")
                .queryParam("decision", "withhold")
                .queryParam("partner", "xc-cert")
                .get(path(malware))
                .then()
                .statusCode(200)
                .body("assertions[0].partners.partner", contains("xc-cert"));
    }

    @Test
    void partnersAreToldWhyTheyHaveItAndHowManyHaveTheirsButNotWho() {
        submit(malware(malware, Tlp.AMBER));

        audience("xa-cert", malware)
                .body("received", nullValue())
                .body("submitted[0].released", equalTo(1))
                .body("submitted[0].recipients", nullValue());
        audience("xb-cert", malware)
                .body("received.tlp", equalTo("TLP:AMBER"))
                .body("received.policy", equalTo("/to/maxTlp"))
                .body("submitted", nullValue());
    }

    @Test
    void objectThePartnerMayNotHaveIsAsAbsentAsOneThatIsNot() {
        submit(malware(malware, Tlp.AMBER));
        String hidden = as("xc-cert")
                .get(path(malware))
                .then()
                .statusCode(404)
                .extract()
                .asString();
        String absent = as("xc-cert")
                .get(path("malware--" + UUID.randomUUID()))
                .then()
                .statusCode(404)
                .extract()
                .asString();

        org.assertj.core.api.Assertions.assertThat(withoutInstance(hidden)).isEqualTo(withoutInstance(absent));
        as("xc-cert").get(path("nonsense")).then().statusCode(404);
        as("auditor").get(path("malware--" + UUID.randomUUID())).then().statusCode(404);
    }

    private static String withoutInstance(String problem) {
        return problem.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id");
    }

    @Test
    void bodyThatIsNotSubmittedYetIsExplainedAndNothingOfItIsKept() {
        String relationship = "relationship--" + UUID.randomUUID();
        String tool = "tool--" + UUID.randomUUID();
        String body = bundle(
                malware(malware, Tlp.AMBER),
                object(tool, Tlp.CLEAR, "\"name\": \"A tool\""),
                object(
                        relationship,
                        Tlp.CLEAR,
                        "\"relationship_type\": \"uses\", \"source_ref\": \"" + malware + "\", \"target_ref\": \""
                                + tool + "\""));

        // A partner is told numbers: the relationship reaches only who may have the malware too.
        as("xa-cert")
                .contentType(BUNDLE)
                .queryParam("communities", "demo-csirts")
                .body(body)
                .post("/api/v1/audience")
                .then()
                .statusCode(200)
                .body("objects.outcome", everyItem(equalTo("accept")))
                .body("objects[0].submitted.released", equalTo(1))
                .body("objects[0].submitted.changes.find { it.change == 'with TLP:GREEN' }.more", equalTo(1))
                .body("objects[1].submitted.released", equalTo(2))
                .body("objects[2].submitted.released", equalTo(1))
                .body("objects[2].audience", nullValue());

        // Operators are told who, and why.
        as("curator")
                .contentType(BUNDLE)
                .queryParam("submitter", "xa-cert")
                .body(body)
                .post("/api/v1/audience")
                .then()
                .statusCode(200)
                .body("objects[2].audience.partners.find { it.partner == 'xc-cert' }.rule", equalTo("tied"))
                .body("objects[1].audience.partners.findAll { it.decision == 'release' }.partner", hasItem("xc-cert"));
        as("curator")
                .contentType(BUNDLE)
                .body(body)
                .post("/api/v1/audience")
                .then()
                .statusCode(400);
        as("auditor").get(path(malware)).then().statusCode(404);
    }

    @Test
    void malformedBodyOrParameterIsRefusedWithAReason() {
        as("xa-cert")
                .contentType(BUNDLE)
                .body("{")
                .post("/api/v1/audience")
                .then()
                .statusCode(400);
        as("xa-cert")
                .contentType(BUNDLE)
                .body(bundle("{\"type\": \"malware\"}"))
                .post("/api/v1/audience")
                .then()
                .statusCode(200)
                .body("objects[0].outcome", equalTo("refuse"))
                .body("objects[0].findings", not(empty()));
        as("auditor").queryParam("decision", "maybe").get(path(malware)).then().statusCode(400);
        as("auditor").queryParam("version", "first").get(path(malware)).then().statusCode(400);
    }

    private void submit(String... objects) {
        // To one community, so that partners of other tests change no number.
        as("xa-cert")
                .contentType(BUNDLE)
                .queryParam("communities", "demo-csirts")
                .body(bundle(objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failure_count", equalTo(0));
    }

    /** Once it is sequenced. */
    private ValidatableResponse audience(String caller, String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> as(caller).get(path(id)).statusCode() == 200);
        return as(caller).get(path(id)).then().statusCode(200);
    }

    private static String path(String id) {
        return "/api/v1/objects/" + id + "/audience";
    }

    private static String bundle(String... objects) {
        return "{\"type\": \"bundle\", \"id\": \"bundle--" + UUID.randomUUID() + "\", \"objects\": ["
                + String.join(",", objects) + "]}";
    }

    private static String malware(String id, Tlp tlp) {
        return object(id, tlp, "\"name\": \"Explained\", \"is_family\": true");
    }

    private static String object(String id, Tlp tlp, String rest) {
        return "{\"type\": \"" + id.substring(0, id.indexOf("--")) + "\", \"spec_version\": \"2.1\", \"id\": \"" + id
                + "\", \"created\": \"2026-01-05T10:00:00.000Z\", \"modified\": \"2026-01-05T10:00:00.000Z\","
                + " \"object_marking_refs\": [\"" + tlp.marking() + "\"], " + rest + "}";
    }

    private RequestSpecification as(String caller) {
        AccessDocument.Caller who = access.caller(caller);
        return given().auth().preemptive().basic(who.username(), who.password());
    }
}
