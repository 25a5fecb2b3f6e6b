package org.entente.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the served contract says of topics, headers and values, held against what is found on the real broker. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class FeedContractIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READER = "xb-cert";
    private static final Set<String> LIVE = Set.of("released", "revised", "revoked", "recalled");

    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    private DemoAccess access;
    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        access = DemoAccess.awaited();
        rest = new PartnersOverRest(access);
    }

    @Test
    void everyRecordIsWhatTheContractSays() throws IOException {
        String malware = "malware--" + UUID.randomUUID();
        submit(object(malware, 1, ""));
        submit(object(malware, 2, ""));
        submit(object(malware, 3, ",\"revoked\":true"));
        submit(object("course-of-action--" + UUID.randomUUID(), 1, ""));
        submit("{\"type\":\"domain-name\",\"id\":\"domain-name--" + UUID.randomUUID()
                + "\",\"spec_version\":\"2.1\",\"value\":\"" + UUID.randomUUID() + ".example\"}");
        // What is recalled before it went out never does.
        consumed(contractOf(READER), malware, "revoked");
        rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"for a test\"}")
                .post("/api/v1/objects/" + malware + "/recall")
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));
        JsonNode contract = contractOf(READER);

        Map<String, Integer> seen = new HashMap<>();
        for (ConsumerRecord<String, byte[]> found : consumed(contract, malware, "recalled")) {
            seen.merge(checked(contract, found), 1, Integer::sum);
        }

        assertThat(seen.keySet()).isEqualTo(LIVE);
    }

    @Test
    void topicsOfTheContractAreThoseOfTheCaller() throws IOException {
        var topics = access.kafka(READER).topics();

        JsonNode own = contractOf(READER).path("channels");
        JsonNode all = contractOf("auditor").path("channels");

        assertThat(own.path("threats").path("address").asText()).isEqualTo(topics.threats());
        assertThat(own.path("mitigations").path("address").asText()).isEqualTo(topics.mitigations());
        assertThat(own.path("advisories").path("address").asText()).isEqualTo(topics.advisories());
        assertThat(own.path("threats").has("parameters")).isFalse();
        assertThat(all.path("threats").path("address").asText()).isEqualTo("entente.feed.{partner}.threats");
        assertThat(all.path("threats").path("parameters").has("partner")).isTrue();
    }

    @Test
    void everyReferenceOfTheContractLeadsSomewhere() throws IOException {
        JsonNode contract = contractOf(READER);
        List<String> references = new ArrayList<>();
        contract.findValuesAsText("$ref").forEach(references::add);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                contract.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(contract.path("asyncapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void schemasAreServedAloneToo() throws IOException {
        for (var names = contractOf(READER).path("components").path("schemas").fieldNames(); names.hasNext(); ) {
            rest.as(READER)
                    .get("/api/v1/schemas/" + names.next())
                    .then()
                    .statusCode(200)
                    .contentType("application/schema+json")
                    .body("title", org.hamcrest.Matchers.notNullValue());
        }
        rest.as(READER).get("/api/v1/schemas/nothing").then().statusCode(404);
        rest.as(READER).get("/api/v1/asyncapi?more=1").then().statusCode(400);
    }

    @Test
    void contractNoticesWhatIsNotOfIt() throws IOException {
        JsonNode contract = contractOf(READER);
        ObjectNode headers = JSON.createObjectNode().put("ce_type", "org.entente.object.released.v1");

        assertThat(schema(contract, headersOf("released")).validate(headers)).isNotEmpty();
        assertThat(schema(contract, payloadOf("revoked")).validate(JSON.readTree("{\"type\":\"tool\"}")))
                .isNotEmpty();
    }

    /** The name of the message the record is. */
    private String checked(JsonNode contract, ConsumerRecord<String, byte[]> found) throws IOException {
        ObjectNode headers = JSON.createObjectNode();
        found.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        String type = headers.path("ce_type").asText();
        String name = type.replace("org.entente.object.", "").replace(".v1", "");

        assertThat(schema(contract, headersOf(name)).validate(headers))
                .as("headers %s", headers)
                .isEmpty();
        Set<String> described = new HashSet<>();
        contract.at("/components/schemas/headers-" + name + "/properties")
                .fieldNames()
                .forEachRemaining(described::add);
        Set<String> sent = new HashSet<>();
        headers.fieldNames().forEachRemaining(sent::add);
        assertThat(sent).isEqualTo(described);
        assertThat(schema(contract, payloadOf(name)).validate(JSON.readTree(found.value())))
                .as(name)
                .isEmpty();
        assertThat(found.key()).isEqualTo(headers.path("ce_subject").asText());
        assertThat(contract.at("/components/messages/" + name + "/contentType").asText())
                .isEqualTo(headers.path("content-type").asText());
        return name;
    }

    private static String headersOf(String message) {
        return "/components/messages/" + message + "/headers";
    }

    private static String payloadOf(String message) {
        return "/components/messages/" + message + "/payload";
    }

    /** A part of the document with what it refers to. */
    private JsonSchema schema(JsonNode contract, String pointer) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", contract.path("components"));
        whole.putArray("allOf").add(contract.at(pointer));
        return schemas.getSchema(whole);
    }

    private JsonNode contractOf(String caller) throws JsonProcessingException {
        var answer = rest.as(caller).get("/api/v1/asyncapi");
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.asString());
    }

    /** Everything on the topics the contract names, until the object is recalled. */
    private List<ConsumerRecord<String, byte[]>> consumed(JsonNode contract, String object, String last) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        List<String> topics = List.of(
                contract.at("/channels/threats/address").asText(),
                contract.at("/channels/mitigations/address").asText(),
                contract.at("/channels/advisories/address").asText());
        String group = access.kafka(READER).groupPrefix() + UUID.randomUUID();
        try (KafkaConsumer<String, byte[]> consumer = access.consumer(READER, group)) {
            consumer.subscribe(topics);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return found.stream()
                        .anyMatch(event -> event.key().equals(object)
                                && new String(
                                                event.headers()
                                                        .lastHeader("ce_type")
                                                        .value(),
                                                StandardCharsets.UTF_8)
                                        .contains(last));
            });
        }
        return found;
    }

    private void submit(String object) {
        rest.as("xa-cert")
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failures", org.hamcrest.Matchers.nullValue());
    }

    private static String object(String id, int version, String more) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-0" + version
                + "T10:00:00.000Z\",\"object_marking_refs\":[\"" + Tlp.GREEN.marking() + "\"],\"name\":\"Of a test\""
                + (id.startsWith("malware") ? ",\"is_family\":true" : "") + more + "}";
    }
}
