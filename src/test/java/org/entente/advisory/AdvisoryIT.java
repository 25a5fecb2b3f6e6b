package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Tlp;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An advisory from the first draft to its withdrawal: by two persons, to those it is for and to nobody else. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AdvisoryIT extends AdvisorySteps {

    private final String shared = "indicator--" + UUID.randomUUID();
    private final String secret = "indicator--" + UUID.randomUUID();

    @BeforeEach
    void indicators() {
        submit(author, "", indicator(shared, Tlp.GREEN, "a-" + mark + ".example"));
        submit(author, "?partners=" + author, indicator(secret, Tlp.AMBER, "b-" + mark + ".example"));
        awaitTaxii(author, "threats", shared);
        awaitTaxii(author, "threats", secret);
    }

    @Test
    void advisoryGoesFromDraftToWithdrawalToThoseItIsForAndToNobodyElse() throws Exception {
        String id = drafted("{\"communities\":[\"" + circle + "\"],\"partners\":[\"xa-cert\"]}", "TLP:AMBER");
        gathered(id);
        audience(id);
        approved(id);

        act("curator", id, "publication", "{\"reason\":\"Agreed\"}")
                .statusCode(200)
                .body("state", equalTo("published"));

        awaitedByReader(id);
        readByThoseWhoMay(id);
        hiddenFromOthers(id);
        onKafka(id);

        amended(id);
        withdrawn(id);
    }

    @Test
    void advisoryThatNamesWhatWasTakenBackIsNotPublished() {
        // Given
        String id = drafted("{}", "TLP:GREEN");
        gather(id, shared, secret).statusCode(200);
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200);

        // When
        as(author)
                .contentType(JSON)
                .body("{\"reason\":\"Wrong\"}")
                .post("/api/v1/objects/" + shared + "/recall")
                .then()
                .statusCode(201);

        // Then
        act("curator", id, "publication", "{}")
                .statusCode(409)
                .body("detail", containsString(shared))
                .body("detail", not(containsString(secret)));
        as("auditor").get(PATH + "/" + id).then().body("state", equalTo("approved"));
    }

    private void gathered(String id) {
        gather(id, shared, secret)
                .statusCode(200)
                .body("advisory.gathered.id", contains(shared, secret))
                .body("merged", empty());
        gather(id, "indicator--" + UUID.randomUUID()).statusCode(400);
    }

    private ValidatableResponse gather(String id, String... objects) {
        return act("curator", id, "gathered", "{\"objects\":[\"" + String.join("\",\"", objects) + "\"]}");
    }

    private void audience(String id) {
        as("approver")
                .get(PATH + "/" + id + "/audience")
                .then()
                .statusCode(200)
                .body("report.partners.find { it.partner == '" + reader + "' }.decision", equalTo("release"))
                .body("report.partners.find { it.partner == '" + other + "' }.decision", equalTo("withhold"))
                .body("report.partners.find { it.partner == '" + other + "' }.rule", equalTo("audience"))
                .body("gathered.find { it.id == '" + secret + "' }.without", hasItems(reader, "xa-cert"))
                .body("gathered.find { it.id == '" + secret + "' }.without", not(hasItem(author)))
                .body("gathered.find { it.id == '" + shared + "' }.without", empty());
    }

    private void approved(String id) {
        act("curator", id, "publication", "{}").statusCode(409);
        act("curator", id, "submission", "{}").statusCode(200).body("state", equalTo("in-review"));
        act("curator", id, "approval", "{}").statusCode(403);
        as("approver")
                .contentType(JSON)
                .post(PATH + "/" + id + "/approval")
                .then()
                .statusCode(428);
        act("approver", id, "rejection", "{\"reason\":\"Say since when\"}")
                .statusCode(200)
                .body("state", equalTo("draft"));
        String stale = etag(id);
        edit(id, stale, "TLP:AMBER", "Patch *now*. Since March.").statusCode(200);
        edit(id, stale, "TLP:AMBER", "Somebody else's.").statusCode(412);
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200).body("state", equalTo("approved"));
    }

    private void readByThoseWhoMay(String id) throws Exception {
        Response json = as(reader).get(PATH + "/" + id);
        json.then()
                .statusCode(200)
                .body("version", equalTo(1))
                .body("content.title", equalTo("Gateways " + mark))
                .body("objects.id", contains(shared))
                .body("audience", nullValue());
        String content = as(reader).get(PATH + "/" + id + ".json").jsonPath().prettify();
        assertThat(content).doesNotContain(secret).doesNotContain("b-" + mark).doesNotContain("xa-cert");
        assertThat(digestOf(json)).isEqualTo(json.jsonPath().getString("sha256"));

        String html = as(reader).accept("text/html").get(PATH + "/" + id).asString();
        assertThat(html).contains("TLP:AMBER", "a-" + mark + "[.]example").doesNotContain(secret, "b-" + mark);
        as(reader)
                .get(PATH + "/" + id + ".html")
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", startsWith("default-src 'none'"));
        as(reader).get(PATH + "/" + id + ".md").then().statusCode(200).body(containsString("# Gateways " + mark));
        byte[] pdf = as(reader).get(PATH + "/" + id + ".pdf").asByteArray();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        as(reader)
                .accept("application/stix+json;version=2.1")
                .get(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("type", equalTo("report"))
                .body("object_refs", hasItem(shared))
                .body("object_refs", not(hasItem(secret)));
        as(author).get(PATH + "/" + id).then().body("objects.id", hasItems(shared, secret));
    }

    private static String digestOf(Response json) throws Exception {
        byte[] content = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(json.asByteArray())
                .path("content")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.of(content)));
    }

    private void hiddenFromOthers(String id) {
        String absent = "ENTENTE-2026-0000-0000";
        for (String suffix : List.of("", ".html", ".md", ".pdf", ".json", ".stix")) {
            ValidatableResponse hidden =
                    as(other).get(PATH + "/" + id + suffix).then().statusCode(404);
            assertThat(hidden.extract().asString().replaceAll("\"(instance|requestId)\":\"[^\"]*\"", ""))
                    .isEqualTo(as(other)
                            .get(PATH + "/" + absent + suffix)
                            .asString()
                            .replaceAll("\"(instance|requestId)\":\"[^\"]*\"", ""));
        }
        as(other).queryParam("cve", cve).get(PATH).then().body("items", empty());
        as(reader).queryParam("cve", cve).get(PATH).then().body("items", hasSize(1));
        as(reader).queryParam("state", "draft").get(PATH).then().statusCode(400);
        as(reader).get(PATH + "/" + id + "/audience").then().statusCode(403);
        assertThat(taxii(other, "advisories").asString()).doesNotContain(id);
        assertThat(taxii(reader, "advisories").asString()).contains(id).doesNotContain(secret);
    }

    private void onKafka(String id) {
        String open = drafted("{}", "TLP:GREEN");
        act("curator", open, "submission", "{}").statusCode(200);
        act("approver", open, "approval", "{}").statusCode(200);
        act("curator", open, "publication", "{}").statusCode(200);

        assertThat(untilRecord("xa-cert", open)).contains(id);
        assertThat(untilRecord("xb-cert", open)).doesNotContain(id);
    }

    /** Everything on a partner's topic of advisories until a record holds the text. */
    private String untilRecord(String partner, String text) {
        try (KafkaConsumer<String, byte[]> consumer =
                access.consumer(partner, access.kafka(partner).groupPrefix() + UUID.randomUUID())) {
            consumer.subscribe(List.of(access.kafka(partner).topics().advisories()));
            StringBuilder all = new StringBuilder();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> all.append(new String(record.value(), StandardCharsets.UTF_8)));
                return all.toString().contains(text);
            });
            return all.toString();
        }
    }

    private void amended(String id) {
        act("curator", id, "amendment", "{\"reason\":\"A fix is out\"}")
                .statusCode(200)
                .body("version", equalTo(2))
                .body("published", equalTo(1))
                .body("state", equalTo("draft"));
        edit(id, etag(id), "TLP:AMBER", "Update to 9.2.").statusCode(200);
        as(reader).get(PATH + "/" + id).then().body("version", equalTo(1));
        act("curator", id, "submission", "{}").statusCode(200);
        act("approver", id, "approval", "{}").statusCode(200);
        act("approver", id, "publication", "{}").statusCode(200).body("state", equalTo("amended"));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(reader)
                        .get(PATH + "/" + id)
                        .then()
                        .body("version", equalTo(2))
                        .body("content.summary", equalTo("Update to 9.2.")));
        as("auditor")
                .get(PATH + "/" + id + "/versions")
                .then()
                .body("version", contains(1, 2))
                .body("approvedBy", contains("approver", "approver"))
                .body("content.summary", contains("Patch *now*. Since March.", "Update to 9.2."));
        as(reader)
                .queryParam("cve", cve)
                .get(PATH)
                .then()
                .body("items.findAll { it.trackingId == '" + id + "' }", hasSize(1));
    }

    private void withdrawn(String id) {
        act("curator", id, "withdrawal", "{}").statusCode(400);
        act("curator", id, "withdrawal", "{\"reason\":\"It was a false alarm\"}")
                .statusCode(200)
                .body("state", equalTo("withdrawn"));

        as(reader).get(PATH + "/" + id).then().statusCode(404);
        as(reader).queryParam("cve", cve).get(PATH).then().body("items.trackingId", not(hasItem(id)));
        assertThat(taxii(reader, "advisories").asString()).doesNotContain(id);
        as(reader)
                .get("/api/v1/recalls")
                .then()
                .body("items.find { it.reason == 'It was a false alarm' }", notNullValue());
        as(other).get("/api/v1/recalls").then().body("items", empty());
        as("auditor").get(PATH + "/" + id).then().body("history.action", hasItems("published", "amended", "withdrawn"));
    }

    private ValidatableResponse edit(String id, String etag, String tlp, String summary) {
        return as("curator")
                .contentType(JSON)
                .header("If-Match", etag)
                .body("{\"content\":" + content(tlp, summary) + ",\"audience\":{\"communities\":[\"" + circle
                        + "\"],\"partners\":[\"xa-cert\"]}}")
                .put(PATH + "/" + id)
                .then();
    }

    private void submit(String submitter, String query, String object) {
        as(submitter)
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}")
                .post("/api/v1/submissions" + query)
                .then()
                .statusCode(202)
                .body("failures", nullValue());
    }

    private void awaitTaxii(String partner, String collection, String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> taxii(partner)
                        .get("/taxii2/exchange/collections/" + collection + "/objects/" + id + "/")
                        .then()
                        .statusCode(200)
                        .body("objects", hasSize(1)));
    }

    private static String indicator(String id, Tlp tlp, String domain) {
        return "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-01T10:00:00.000Z\","
                + "\"object_marking_refs\":[\"" + tlp.marking() + "\"],\"pattern_type\":\"stix\","
                + "\"valid_from\":\"2026-01-01T10:00:00Z\",\"pattern\":\"[domain-name:value = '" + domain + "']\"}";
    }
}
