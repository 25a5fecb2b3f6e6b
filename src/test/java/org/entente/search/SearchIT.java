package org.entente.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A search finds what its caller may have, by what the caller gets of it, and counts nothing else. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SearchIT {

    private Circle circle;

    @BeforeEach
    void gather() {
        circle = new Circle();
    }

    @Test
    void objectIsFoundByItsIdItsWordsAndTheValuesInIt() {
        // Given
        String indicator = Circle.id("indicator");
        int cve = 41_000 + Math.abs(circle.mark.hashCode() % 1_000);
        circle.submit(Circle.object(
                indicator,
                1,
                Tlp.GREEN,
                "\"pattern_type\":\"stix\",\"valid_from\":\"2025-01-01T00:00:00Z\",\"pattern\":\"[domain-name:value = '"
                        + circle.word + ".example.net']\",\"name\":\"Beacon of " + circle.word + "\","
                        + "\"labels\":[\"label-" + circle.mark
                        + "\"],\"external_references\":[{\"source_name\":\"cve\","
                        + "\"external_id\":\"CVE-2026-" + cve + "\"}]"));
        circle.awaitFound(circle.reader, "q=" + circle.word, 1);

        // Then
        for (String question : List.of(
                indicator,
                circle.word.toUpperCase(java.util.Locale.ROOT),
                circle.word + ".example.net",
                circle.word + "[.]example[.]net",
                "beacon " + circle.word,
                "label-" + circle.mark,
                circle.word + " cve-2026-" + cve)) {
            for (String caller : List.of(circle.reader, "auditor")) {
                circle.rest()
                        .as(caller)
                        .queryParam("q", question)
                        .get("/api/v1/search")
                        .then()
                        .statusCode(200)
                        .body("items.id", contains(indicator));
            }
        }
        assertThat(circle.found(circle.reader, "q=" + circle.word + "%20absent"))
                .isEmpty();
    }

    @Test
    void countsAndFacetsAreOfWhatTheCallerMayHave() {
        // Given
        circle.submit(
                circle.malware(Circle.id("malware"), 1, Tlp.GREEN),
                circle.malware(Circle.id("malware"), 1, Tlp.AMBER),
                Circle.object(Circle.id("tool"), 1, Tlp.AMBER, "\"name\":\"" + circle.word + "\""));
        circle.awaitFound(circle.reader, "q=" + circle.word, 3);

        // Then
        circle.search(circle.reader, "limit=1&q=" + circle.word)
                .body("items.size()", equalTo(1))
                .body("count.value", equalTo(3))
                .body("count.atLeast", equalTo(false))
                .body("facets.type.value", contains("malware", "tool"))
                .body("facets.type.count", contains(2, 1))
                .body("facets.tlp.value", contains("TLP:AMBER", "TLP:GREEN"))
                .body("facets.submitter.value", contains(circle.author));
        circle.search(circle.limited, "q=" + circle.word)
                .body("count.value", equalTo(1))
                .body("facets.type.value", contains("malware"))
                .body("facets.tlp.value", contains("TLP:GREEN"));
        circle.search("curator", "q=" + circle.word + "&tlp=AMBER&type=tool").body("count.value", equalTo(1));
        circle.search(circle.limited, "q=" + circle.word + "&tlp=AMBER").body("items", empty());
    }

    @Test
    void hiddenSubmitterIsNoFacetAndNoFilter() {
        // Given
        circle.submit(circle.malware(Circle.id("malware"), 1, Tlp.GREEN));
        circle.awaitFound(circle.blind, "q=" + circle.word, 1);

        // Then
        circle.search(circle.blind, "q=" + circle.word)
                .body("facets.submitter", empty())
                .body("items[0].submitter", nullValue());
        String shown = circle.found(circle.blind, "q=" + circle.word).get(0);
        assertThat(circle.found(circle.blind, "q=" + shown)).containsExactly(shown);
        assertThat(circle.found(circle.blind, "q=" + circle.word + "&submitter=" + circle.author))
                .isEmpty();
        assertThat(circle.found(circle.reader, "q=" + circle.word + "&submitter=" + circle.author))
                .hasSize(1);
    }

    @Test
    void recallAndNarrowedPolicyApplyAtOnce() {
        // Given
        String recalled = Circle.id("malware");
        circle.submit(circle.malware(recalled, 1, Tlp.GREEN), circle.malware(Circle.id("malware"), 1, Tlp.GREEN));
        circle.awaitFound(circle.reader, "q=" + circle.word, 2);

        // When
        circle.rest()
                .as(circle.author)
                .contentType("application/json")
                .body("{\"reason\":\"Wrong\"}")
                .post("/api/v1/objects/" + recalled + "/recall")
                .then()
                .statusCode(201);

        // Then
        circle.search(circle.reader, "q=" + circle.word).body("count.value", equalTo(1));
        circle.search("auditor", "q=" + circle.word).body("count.value", equalTo(1));
        circle.rest().policy(circle.reader, "{\"to\":{},\"from\":{}}");
        circle.search(circle.reader, "q=" + circle.word).body("items", empty()).body("count.value", equalTo(0));
    }

    @Test
    void onlyTheNewestVersionTheCallerHasIsFound() {
        // Given
        String malware = Circle.id("malware");
        circle.submit(circle.malware(malware, 1, Tlp.GREEN));
        circle.submit(circle.malware(malware, 2, Tlp.GREEN));
        circle.awaitFound(circle.reader, "q=" + circle.word + "%20v2", 1);

        // Then
        assertThat(circle.found(circle.reader, "q=" + circle.word + "%20v1")).isEmpty();
        circle.search(circle.reader, "q=" + circle.word).body("count.value", equalTo(1));
    }

    @Test
    void searchFindsNothingThatTaxiiDoesNotShowAndEachObjectOnce() {
        // Given
        circle.submit(
                circle.malware(Circle.id("malware"), 1, Tlp.CLEAR),
                circle.malware(Circle.id("malware"), 1, Tlp.GREEN),
                circle.malware(Circle.id("malware"), 1, Tlp.AMBER),
                circle.malware(Circle.id("malware"), 1, Tlp.AMBER_STRICT));
        circle.awaitFound(circle.reader, "q=" + circle.word, 4);

        // Then
        for (String caller : List.of(circle.reader, circle.limited, circle.blind, circle.author)) {
            Awaitility.await().atMost(Circle.PATIENCE).untilAsserted(() -> {
                List<String> found = circle.all(caller, "q=" + circle.word);
                assertThat(found).doesNotHaveDuplicates().hasSize(caller.equals(circle.limited) ? 2 : 4);
                assertThat(circle.readable(caller)).containsAll(found);
            });
        }
    }

    @Test
    void partThatAViewTookOutShowsNeitherInCountsNorInACursorHoweverOftenItIsThere() {
        // Given
        circle.rest()
                .policy(
                        circle.limited,
                        Circle.POLICY.formatted(
                                "GREEN", ",\"view\":{\"hideSubmitter\":false,\"removeMarkedParts\":true}"));
        String shown = "shown" + circle.mark;
        String hidden = ",\"description\":\"" + circle.word + "\",\"granular_markings\":[{\"marking_ref\":\""
                + Tlp.AMBER.marking() + "\",\"selectors\":[\"description\"]}]";
        circle.submit(IntStream.range(0, 4_000)
                .mapToObj(number -> Circle.object(
                        Circle.id("malware"), 1, Tlp.GREEN, "\"is_family\":false,\"name\":\"Padding\"" + hidden))
                .toArray(String[]::new));
        circle.submit(Circle.object(
                Circle.id("malware"), 1, Tlp.GREEN, "\"is_family\":false,\"name\":\"" + shown + "\"" + hidden));
        circle.awaitFound(circle.limited, "q=" + shown, 1);

        // Then
        circle.search(circle.reader, "q=" + circle.word).body("count.atLeast", equalTo(true));
        circle.search(circle.limited, "q=" + circle.word)
                .body("items", empty())
                .body("next", nullValue())
                .body("count.value", equalTo(0))
                .body("count.atLeast", equalTo(false));
        circle.search(circle.limited, "q=padding&limit=1").body("items[0].name", equalTo("Padding"));
    }

    @Test
    void reportsAreListedNewestFirst() {
        // Given
        String malware = Circle.id("malware");
        String first = Circle.id("report");
        String second = Circle.id("report");
        for (String report : List.of(first, second)) {
            circle.submit(
                    circle.malware(malware, 1, Tlp.GREEN),
                    Circle.object(
                            report,
                            1,
                            Tlp.GREEN,
                            "\"name\":\"On " + circle.word
                                    + "\",\"published\":\"2025-01-01T00:00:00Z\",\"object_refs\":[\"" + malware
                                    + "\"]"));
            circle.awaitFound(circle.reader, "q=" + report, 1);
        }

        // Then
        circle.rest()
                .as(circle.reader)
                .get("/api/v1/reports?type=report&submitter=" + circle.author)
                .then()
                .statusCode(200)
                .body("items.id", contains(second, first))
                .body("facets.type.value", contains("report"));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        for (String query : List.of(
                "q=...",
                "tlp=PURPLE",
                "since=yesterday",
                "since=-999999999-01-01T00:00:00Z",
                "submitter=No%20Name",
                "type=Not%20A%20Type",
                "limit=0",
                "next=forged",
                "serch=x")) {
            assertThat(circle.rest()
                            .as(circle.reader)
                            .urlEncodingEnabled(false)
                            .get("/api/v1/search?" + query)
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
        circle.rest()
                .as(circle.reader)
                .queryParam("q", "one", "other")
                .get("/api/v1/search")
                .then()
                .statusCode(400);
    }

    @Test
    void cursorOfOneIsNoneForAnother() {
        // Given
        circle.submit(
                circle.malware(Circle.id("malware"), 1, Tlp.GREEN), circle.malware(Circle.id("malware"), 1, Tlp.GREEN));
        circle.awaitFound(circle.reader, "q=" + circle.word, 2);
        String query = "limit=1&q=" + circle.word;
        String next = circle.search(circle.reader, query).extract().path("next");

        // Then
        circle.search(circle.reader, query + "&next=" + next).body("items.size()", equalTo(1));
        circle.rest()
                .as(circle.limited)
                .get("/api/v1/search?" + query + "&next=" + next)
                .then()
                .statusCode(400);
    }
}
