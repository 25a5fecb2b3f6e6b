package org.entente.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a policy would change, before anybody approves it. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SimulationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String POLICY = """
            {"to": {"maxTlp": "%s", "maxPap": "RED", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*",
                    "originators": "*", "markings": "*"%s},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "mode": "accept", "attribution": "everyone"}}
            """;

    private static final String MALWARE = """
            {"type": "malware", "spec_version": "2.1", "id": "%s", "created": "2026-01-01T10:00:00.000Z",
             "modified": "2026-01-01T10:00:00.000Z", "name": "Loader", "is_family": true, "object_marking_refs": ["%s"]}
            """;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String circle = "c-" + mark;
    private final String path = "/api/v1/partners/" + reader + "/policy/simulation";
    private final String amber = "malware--" + UUID.randomUUID();
    private PartnersOverRest rest;

    /** One object above the reader's ceiling, two below. */
    @BeforeEach
    void submitted() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, policy("RED"));
        rest.partner(reader, policy("GREEN"));
        rest.community(circle, author, reader);
        rest.as(author)
                .contentType("application/stix+json;version=2.1")
                .queryParam("communities", circle)
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                        + malware(amber, Tlp.AMBER) + "," + malware("malware--" + UUID.randomUUID(), Tlp.GREEN) + ","
                        + malware("malware--" + UUID.randomUUID(), Tlp.GREEN) + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("success_count", equalTo(3));
        String audience = "/api/v1/objects/" + amber + "/audience";
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> rest.as("auditor").get(audience).statusCode() == 200);
    }

    private static String policy(String ceiling) {
        return POLICY.formatted(ceiling, "");
    }

    private static String malware(String id, Tlp tlp) {
        return MALWARE.formatted(id, tlp.marking());
    }

    private ValidatableResponse simulate(String body) {
        return rest.as("curator")
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    @Test
    void widerPolicyShowsWhatWouldBeNewlyReleased() {
        simulate("{\"policy\":" + policy("RED") + "}")
                .statusCode(200)
                .body("policyVersion", equalTo(1))
                .body("released.byOriginator.'" + author + "'", equalTo(1))
                .body("released.samples.id", hasItem(amber))
                .body("withheld.count", equalTo(0));
    }

    @Test
    void narrowerPolicyShowsWhatWouldBeNewlyWithheldAndChangesNothing() {
        simulate("{\"policy\":" + policy("none") + ",\"days\":1,\"samples\":1}")
                .statusCode(200)
                .body("withheld.byOriginator.'" + author + "'", equalTo(2))
                .body("withheld.byTlp.'TLP:AMBER'", equalTo(null))
                .body("withheld.samples", hasSize(1))
                .body("released.count", equalTo(0));
        assertThat(rest.as("curator")
                        .get("/api/v1/partners/" + reader + "/policy")
                        .jsonPath()
                        .getLong("version"))
                .isEqualTo(1);
    }

    @Test
    void viewsAreCountedAndDelaysAreToldOf() {
        String hiding = POLICY.formatted("GREEN", ", \"delay\": \"PT1H\", \"view\": {\"hideSubmitter\": true}");

        simulate("{\"policy\":" + hiding + "}")
                .statusCode(200)
                .body("redacted.byOriginator.'" + author + "'", equalTo(2))
                .body("notes", hasSize(1));
    }

    @Test
    void draftIsSimulatedByItsNumber() {
        long number = rest.as("curator")
                .contentType("application/json")
                .body("{\"policy\":" + policy("AMBER") + ",\"reason\":\"more trust\"}")
                .post("/api/v1/partners/" + reader + "/policy/drafts")
                .jsonPath()
                .getLong("number");

        simulate("{\"draft\":" + number + "}").statusCode(200).body("released.samples.id", hasItem(amber));
    }

    @Test
    void faultyRequestIsRefusedWhereItIsWrong() {
        simulate("{}").statusCode(400).body("errors[0].pointer", equalTo("/policy"));
        simulate("{\"policy\":{\"to\":{\"maxTlp\":\"PINK\"}}}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/policy/to/maxTlp"));
        simulate("{\"policy\":{},\"days\":0}").statusCode(400).body("errors[0].pointer", equalTo("/days"));
        simulate("{\"draft\":99}").statusCode(404);
        rest.as(reader)
                .contentType("application/json")
                .body("{}")
                .post(path)
                .then()
                .statusCode(403);
        rest.as("curator")
                .contentType("application/json")
                .body("{\"policy\":{}}")
                .post("/api/v1/partners/no-such-partner/policy/simulation")
                .then()
                .statusCode(404);
    }
}
