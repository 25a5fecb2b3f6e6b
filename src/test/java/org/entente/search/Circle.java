package org.entente.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.PartnersOverRest;

/** An author, a reader of everything, one of GREEN at most and one that is shown no submitters, with a word of their own. */
final class Circle {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String POLICY = "{\"to\":{\"maxTlp\":\"%s\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\","
            + "\"sectors\":\"*\",\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"%s},\"from\":{\"kinds\":\"*\","
            + "\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\",\"attribution\":\"everyone\"}}";

    final String mark = UUID.randomUUID().toString().substring(0, 8);
    final String author = "a-" + mark;
    final String reader = "r-" + mark;
    final String limited = "l-" + mark;
    final String blind = "b-" + mark;
    final String word = "zorgle" + mark;
    private final String community = "c-" + mark;
    private final PartnersOverRest rest;

    Circle() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, POLICY.formatted("RED", ""));
        rest.partner(reader, POLICY.formatted("RED", ""));
        rest.partner(limited, POLICY.formatted("GREEN", ""));
        rest.partner(blind, POLICY.formatted("RED", ",\"view\":{\"hideSubmitter\":true}"));
        rest.community(community, author, reader, limited, blind);
    }

    PartnersOverRest rest() {
        return rest;
    }

    static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    static String object(String id, int version, Tlp tlp, String properties) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2025-01-01T00:00:00.000Z\",\"modified\":\"2025-01-0" + version
                + "T00:00:00.000Z\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]," + properties + "}";
    }

    String malware(String id, int version, Tlp tlp) {
        return object(id, version, tlp, "\"is_family\":false,\"name\":\"" + word + " dropper v" + version + "\"");
    }

    void submit(String... objects) {
        rest.as(author)
                .contentType("application/stix+json;version=2.1")
                .queryParam("communities", community)
                .body("{\"type\":\"bundle\",\"id\":\"" + id("bundle") + "\",\"objects\":[" + String.join(",", objects)
                        + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failures", nullValue());
    }

    ValidatableResponse search(String caller, String query) {
        return rest.as(caller)
                .urlEncodingEnabled(false)
                .get("/api/v1/search?" + query)
                .then()
                .statusCode(200);
    }

    List<String> found(String caller, String query) {
        return search(caller, query).extract().jsonPath().getList("items.id");
    }

    /** Waits until the index has come to what was submitted. */
    void awaitFound(String caller, String query, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(found(caller, query)).hasSize(count));
    }

    /** Every id that the partner has over TAXII. */
    Set<String> readable(String caller) {
        Set<String> ids = new HashSet<>();
        for (String collection : List.of("threats", "mitigations", "advisories")) {
            String next = "";
            do {
                Response page = rest.as(caller)
                        .accept("application/taxii+json;version=2.1")
                        .get("/taxii2/exchange/collections/" + collection + "/objects/?limit=1000" + next);
                List<String> found = page.jsonPath().getList("objects.id");
                ids.addAll(found == null ? List.of() : found);
                String cursor = page.jsonPath().getString("next");
                next = cursor == null ? "" : "&next=" + cursor;
            } while (!next.isEmpty());
        }
        return ids;
    }

    /** Every id a search finds, page by page. */
    List<String> all(String caller, String query) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            Response page = rest.as(caller).get("/api/v1/search?limit=2&" + query + next);
            page.then().statusCode(200);
            ids.addAll(page.jsonPath().getList("items.id"));
            String cursor = page.jsonPath().getString("next");
            next = cursor == null ? "" : "&next=" + cursor;
        } while (!next.isEmpty());
        return ids;
    }
}
