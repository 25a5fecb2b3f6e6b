package org.entente.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of an object is its submitter's to know, and who sent it in nobody's where it says so. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SubmittersAudienceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String POLICY = """
            {"to": {"maxTlp": "RED", "maxPap": "RED", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*",
                    "originators": "*", "markings": "*", "delay": "%s"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "mode": "accept", "attribution": "%s"}}
            """;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String circle = "c-" + mark;
    private final String malware = "malware--" + UUID.randomUUID();
    private PartnersOverRest rest;

    @BeforeEach
    void findAccess() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(reader, POLICY.formatted("PT0S", "everyone"));
    }

    private void submit() {
        rest.community(circle, author, reader);
        rest.as(author)
                .contentType("application/stix+json;version=2.1")
                .queryParam("communities", circle)
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[{"
                        + "\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + malware
                        + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-01T10:00:00.000Z\","
                        + "\"name\":\"Loader\",\"is_family\":true,\"object_marking_refs\":[\"" + Tlp.AMBER.marking()
                        + "\"]}]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("success_count", equalTo(1));
    }

    private ValidatableResponse audience(String caller) {
        String path = "/api/v1/objects/" + malware + "/audience";
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> rest.as("auditor").get(path).statusCode() == 200);
        return rest.as(caller).get(path).then();
    }

    @Test
    void whoeverOnlySubmitsIsToldHowManyHaveItsObjects() {
        rest.submitter(author, POLICY.formatted("PT0S", "everyone"));
        submit();

        audience(author)
                .statusCode(200)
                .body("submitted[0].released", equalTo(1))
                .body("received", nullValue());
    }

    @Test
    void whoeverIsGivenThingsLateIsToldOfItsOwnAtOnce() {
        rest.partner(author, POLICY.formatted("PT24H", "everyone"));
        submit();

        audience(author).statusCode(200).body("submitted[0].released", equalTo(1));
    }

    @Test
    void operatorsAreShownNoLineThatOnlyAHiddenSubmitterCouldHaveOrLack() {
        String another = "n-" + mark;
        rest.submitter(author, POLICY.formatted("PT0S", "nobody"));
        rest.submitter(another, POLICY.formatted("PT0S", "nobody"));
        submit();

        List<String> shown = audience("auditor")
                .statusCode(200)
                .body("assertions[0].submitter", nullValue())
                .extract()
                .jsonPath()
                .getList("assertions[0].partners.partner");

        assertThat(shown).contains(reader).doesNotContain(author, another);
    }

    @Test
    void simulationShowsNoSampleOfASubmitterNobodyMayKnow() {
        rest.submitter(author, POLICY.formatted("PT0S", "nobody"));
        submit();
        audience("auditor").statusCode(200);

        rest.as("curator")
                .contentType("application/json")
                .body("{\"policy\":"
                        + POLICY.formatted("PT0S", "everyone")
                                .replace("\"markings\"", "\"originatorsRefused\": [\"" + author + "\"], \"markings\"")
                        + "}")
                .post("/api/v1/partners/" + reader + "/policy/simulation")
                .then()
                .statusCode(200)
                .body("withheld.count", equalTo(1))
                .body("withheld.byOriginator.size()", equalTo(0))
                .body("withheld.samples.size()", equalTo(0));
    }
}
