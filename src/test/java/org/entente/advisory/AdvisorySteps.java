package org.entente.advisory;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.testing.DemoAccess;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;

/** What operators do with an advisory and partners read of it, for tests of it over REST. Each has partners of its own. */
abstract class AdvisorySteps {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String PATH = "/api/v1/advisories";
    static final String JSON = "application/json";
    static final String POLICY = """
            {"to": {"maxTlp": "%s", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "everyone"}}
            """;
    private static final String TAXII = "application/taxii+json;version=2.1";

    final String mark = UUID.randomUUID().toString().substring(0, 8);
    final String author = "a-" + mark;
    final String reader = "r-" + mark;
    final String other = "o-" + mark;
    final String circle = "c-" + mark;
    final String cve = "CVE-2026-" + (100_000 + Math.abs(UUID.randomUUID().hashCode() % 800_000));

    DemoAccess access;
    PartnersOverRest rest;

    @BeforeEach
    void partners() {
        access = DemoAccess.awaited();
        rest = new PartnersOverRest(access);
        rest.partner(author, POLICY.formatted("AMBER"));
        rest.partner(reader, POLICY.formatted("AMBER"));
        rest.partner(other, POLICY.formatted("AMBER"));
        rest.community(circle, author, reader);
    }

    String drafted(String audience, String tlp) {
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

    void published(String id) {
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200);
        act("curator", id, "publication", "{}").statusCode(200);
    }

    void awaitedByReader(String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        as(reader).queryParam("cve", cve).get(PATH).then().body("items.trackingId", contains(id)));
    }

    ValidatableResponse act(String operator, String id, String what, String body) {
        return as(operator)
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body(body)
                .post(PATH + "/" + id + "/" + what)
                .then();
    }

    String etag(String id) {
        return as("auditor").get(PATH + "/" + id).getHeader("ETag");
    }

    String content(String tlp, String summary) {
        return """
                {"title": "Gateways %s", "tlp": "%s", "summary": "%s",
                 "products": [{"id": "gw", "vendor": "Acme", "name": "Gateway", "version": "9.1"}],
                 "vulnerabilities": [{"cve": "%s", "statuses": [{"status": "known_affected", "products": ["gw"]}],
                   "remediations": [{"category": "vendor_fix", "details": "Update", "products": ["gw"]}]}]}
                """.formatted(mark, tlp, summary, cve);
    }

    RequestSpecification as(String caller) {
        return rest.as(caller);
    }

    RequestSpecification taxii(String partner) {
        return as(partner).accept(TAXII);
    }

    Response taxii(String partner, String collection) {
        return taxii(partner).get("/taxii2/exchange/collections/" + collection + "/objects/?limit=1000");
    }
}
