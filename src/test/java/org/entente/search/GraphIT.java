package org.entente.search;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.entente.stix.Tlp;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An object, what it is tied to and what happened to it: for each caller as far as it may have that. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class GraphIT {

    private final String malware = Circle.id("malware");
    private final String tool = Circle.id("tool");
    private final String secret = Circle.id("campaign");
    private final String uses = Circle.id("relationship");
    private final String attributed = Circle.id("relationship");
    private final String report = Circle.id("report");
    private final String sighting = Circle.id("sighting");
    private Circle circle;

    @BeforeEach
    void submit() {
        circle = new Circle();
        circle.submit(
                circle.malware(malware, 1, Tlp.GREEN),
                Circle.object(tool, 1, Tlp.GREEN, "\"name\":\"Tool\""),
                Circle.object(secret, 1, Tlp.AMBER, "\"name\":\"Secret\""),
                tie(uses, "uses", malware, tool, Tlp.GREEN),
                tie(attributed, "uses", secret, malware, Tlp.GREEN),
                Circle.object(sighting, 1, Tlp.GREEN, "\"sighting_of_ref\":\"" + malware + "\""),
                Circle.object(
                        report,
                        1,
                        Tlp.GREEN,
                        "\"name\":\"Report\",\"published\":\"2025-01-01T00:00:00Z\"," + "\"object_refs\":[\"" + malware
                                + "\",\"" + secret + "\"]"));
        circle.submit(circle.malware(malware, 2, Tlp.GREEN));
        circle.awaitFound(circle.limited, "q=" + circle.word + "%20v2", 1);
    }

    private static String tie(String id, String type, String source, String target, Tlp tlp) {
        return Circle.object(
                id,
                1,
                tlp,
                "\"relationship_type\":\"" + type + "\",\"source_ref\":\"" + source + "\",\"target_ref\":\"" + target
                        + "\"");
    }

    private ValidatableResponse get(String caller, String path) {
        return circle.rest().as(caller).get("/api/v1/objects/" + path).then();
    }

    @Test
    void graphHoldsWhatTheCallerMayHaveOnly() {
        for (String caller : new String[] {circle.reader, "curator"}) {
            get(caller, malware + "/graph?depth=1")
                    .statusCode(200)
                    .body("root", equalTo(malware))
                    .body("complete", equalTo(true))
                    .body("nodes.id", containsInAnyOrder(malware, tool, secret, report, sighting))
                    .body("edges.relationship", hasItems(uses, attributed))
                    .body("edges.type", hasItems("uses", "object_refs", "sighting_of_ref"));
        }
        get(circle.limited, malware + "/graph?depth=3")
                .statusCode(200)
                .body("nodes.id", containsInAnyOrder(malware, tool, sighting, trimmedReport()))
                .body("edges.relationship", hasItem(uses))
                .body("edges.relationship", not(hasItem(attributed)))
                .body("edges.target", not(hasItem(secret)));
    }

    /** Under an id of its own: a member is left out of it. */
    private String trimmedReport() {
        return circle.rest()
                .as(circle.limited)
                .get("/api/v1/reports?submitter=" + circle.author)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", not(equalTo(report)))
                .extract()
                .path("items[0].id");
    }

    @Test
    void objectIsShownWithItsVersionsAndForOperatorsWithItsAssertions() {
        get(circle.limited, malware)
                .statusCode(200)
                .body("object.name", equalTo(circle.word + " dropper v2"))
                .body("versions", hasSize(2))
                .body("tlp", equalTo("TLP:GREEN"))
                .body("assertions", nullValue());
        get("auditor", malware)
                .statusCode(200)
                .body("assertions", hasSize(2))
                .body("assertions.submitter", contains(circle.author, circle.author))
                .body("assertions[0].recipients", equalTo(4))
                .body("assertions[0].audience", notNullValue());
    }

    @Test
    void whatTheCallerMayNotHaveIsAsAbsentAsWhatIsNotThere() {
        for (String path : new String[] {"", "/graph", "/timeline"}) {
            for (String id : new String[] {secret, attributed, Circle.id("campaign"), "nonsense"}) {
                get(circle.limited, id + path).statusCode(404);
            }
        }
        get(circle.reader, malware + "/graph?depth=4").statusCode(400);
        get(circle.reader, malware + "/graph?dept=1").statusCode(400);
    }

    @Test
    void timelineTellsOfVersionsSightingsReportsAndRecalls() {
        // Given
        circle.rest()
                .as("curator")
                .contentType("application/json")
                .body("{\"reason\":\"Not a secret\"}")
                .post("/api/v1/objects/" + secret + "/recall")
                .then()
                .statusCode(201);

        // Then
        get(circle.reader, malware + "/timeline")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("events.kind", containsInAnyOrder("added", "revised", "sighted", "reported"))
                .body("events.id", hasItem(sighting));
        get(circle.reader, secret + "/timeline").statusCode(404);
    }
}
