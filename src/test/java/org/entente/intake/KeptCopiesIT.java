package org.entente.intake;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entente.log.ErasedElsewhere.Entry;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What review decided on is kept with who decided it, but for what must be gone; and what it refused only for a legal hold. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class KeptCopiesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    private static final String HOLDING =
            "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\",\"sectors\":\"*\","
                    + "\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"},\"from\":{\"kinds\":\"*\","
                    + "\"assumedTlp\":\"AMBER\",\"maxConfidence\":100,\"mode\":\"hold\",\"attribution\":\"everyone\"}}";

    private final String author = "a-" + UUID.randomUUID().toString().substring(0, 8);
    private final StixId malware = new StixId("malware", UUID.randomUUID());
    private PartnersOverRest rest;

    @Inject
    ErasedWhileKept kept;

    @Inject
    Pool pool;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, HOLDING);
    }

    @Test
    void copyOfAnErasedVersionGoesAndThoseOfOthersStay() {
        // Given
        String first = held("2026-01-05T10:00:00.000Z");
        String second = held("2026-01-06T10:00:00.000Z");
        String waiting = held("2026-01-07T10:00:00.000Z");
        decide(first, "release").statusCode(200);
        decide(second, "release").statusCode(200);

        // When
        erase("2026-01-05T10:00:00Z", "somebody-else", true);
        isKept(first);
        erase("2026-01-05T10:00:00Z", author, false);

        // Then
        isGone(first);
        isKept(second);
        isKept(waiting);

        // When nothing of it stays
        erase("2026-01-05T10:00:00Z", author, true);

        // Then
        isGone(second);
        isKept(waiting);
    }

    private void erase(String version, String submitter, boolean last) {
        Entry entry = new Entry(1, malware, Instant.parse(version), new PartnerId(submitter), last, new byte[0]);
        pool.withTransaction(transaction -> kept.erase(transaction, List.of(entry)))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void whatReviewRefusesIsKeptForALegalHoldOnly() {
        // Given
        String without = held("2026-01-05T10:00:00.000Z");
        decide(without, "refuse").statusCode(200);
        isGone(without);
        String under = held("2026-01-06T10:00:00.000Z");
        Response hold =
                as("curator", "{\"partner\":\"" + author + "\",\"reason\":\"For a test\"}", "/api/v1/retention/holds");
        hold.then().statusCode(201);

        // When
        decide(under, "refuse").statusCode(200);

        // Then
        isKept(under);

        // When
        String address = "/api/v1/retention/holds/" + hold.path("id") + "/lifting";
        Response proposed = as("admin", "{\"reason\":\"For a test\"}", address);
        isKept(under);
        rest.as("approver")
                .header("If-Match", proposed.getHeader("ETag"))
                .post(address + "/approval")
                .then()
                .statusCode(200);

        // Then
        isGone(under);
    }

    /** Submitted by the author, whose policy holds it; gives the id of its review. */
    private String held(String modified) {
        String object = "{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + malware
                + "\",\"created\":\"2026-01-05T10:00:00.000Z\",\"modified\":\"" + modified
                + "\",\"name\":\"Of a test\",\"is_family\":true}";
        String submission = rest.as(author)
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("pending_count", equalTo(1))
                .extract()
                .path("id");
        return rest.as("curator")
                .get("/api/v1/reviews?limit=200&submitter=" + author)
                .path("items.find { it.submission == '" + submission + "' }.id");
    }

    private ValidatableResponse decide(String held, String action) {
        return as(
                        "curator",
                        "{\"action\":\"" + action + "\",\"reason\":\"For a test\"}",
                        "/api/v1/reviews/" + held + "/decision")
                .then();
    }

    private Response as(String caller, String body, String path) {
        return rest.as(caller).contentType(JSON).body(body).post(path);
    }

    private void isKept(String held) {
        review(held).body("bytes", greaterThan(0));
    }

    private void isGone(String held) {
        review(held).body("bytes", equalTo(0));
    }

    private ValidatableResponse review(String held) {
        return rest.as("curator").get("/api/v1/reviews/" + held).then().statusCode(200);
    }
}
