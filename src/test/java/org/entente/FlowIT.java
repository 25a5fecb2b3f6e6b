package org.entente;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole story, to be read first: {@code xa-cert} reports a campaign to its community, {@code xb-cert} gets what its policy
 * allows on its Kafka topics and over TAXII, {@code xc-cert} gets nothing above TLP:GREEN, and cannot listen at another's door.
 */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class FlowIT {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String INDICATOR = "indicator--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e01";
    private static final String MALWARE = "malware--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e02";
    private static final String COURSE = "course-of-action--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e03";
    private static final String INDICATES = "relationship--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e04";
    private static final String MITIGATES = "relationship--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e05";
    private static final String RED_INDICATOR = "indicator--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e06";
    private static final String BROKEN = "indicator--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e07";

    private DemoAccess access;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    @Test
    void reportReachesExactlyThoseWhosePolicyAllowsItByEveryExit() throws IOException {
        // xa-cert submits a campaign to its community. One object breaks a rule; the others are taken.
        byte[] bundle = resource("/flow/loader-campaign.json");
        as("xa-cert")
                .contentType("application/stix+json;version=2.1")
                .queryParam("communities", "demo-csirts")
                .body(bundle)
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("total_count", equalTo(7))
                .body("success_count", equalTo(6))
                .body("failures.id", hasItem(BROKEN));

        // xb-cert may have all but the TLP:RED indicator, for which nobody was named.
        Map<String, byte[]> toXb = received("xb-cert", 5);
        assertThat(toXb).containsOnlyKeys(INDICATOR, MALWARE, INDICATES, COURSE, MITIGATES);
        assertThat(overTaxii("xb-cert")).containsExactlyInAnyOrderElementsOf(toXb.keySet());

        // xc-cert's policy ends at TLP:GREEN, and a relationship to the TLP:AMBER malware would betray it.
        Map<String, byte[]> toXc = received("xc-cert", 2);
        assertThat(toXc).containsOnlyKeys(INDICATOR, COURSE);
        assertThat(overTaxii("xc-cert")).containsExactlyInAnyOrderElementsOf(toXc.keySet());

        // Nobody else knows of the TLP:RED indicator, not even that it exists; its submitter does.
        assertThat(overTaxii("xa-cert")).contains(RED_INDICATOR);
        String red = "/taxii2/exchange/collections/threats/objects/" + RED_INDICATOR + "/";
        assertThat(as("xb-cert").accept(TAXII).get(red).jsonPath().getList("objects"))
                .isNull();

        // What arrives is what was sent, byte for byte.
        String sent = new String(bundle, StandardCharsets.UTF_8);
        toXb.values().forEach(bytes -> assertThat(sent).contains(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void mitigationsComeOnATopicOfTheirOwn() throws IOException {
        as("xa-cert")
                .contentType("application/json")
                .queryParam("communities", "demo-csirts")
                .body(resource("/flow/loader-campaign.json"))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);

        try (KafkaConsumer<String, byte[]> consumer = access.consumer("xb-cert", freshGroup("xb-cert"))) {
            consumer.subscribe(List.of(access.kafka("xb-cert").topics().mitigations()));
            List<String> keys =
                    poll(consumer, 2).stream().map(ConsumerRecord::key).toList();

            assertThat(keys).contains(COURSE, MITIGATES).doesNotContain(INDICATOR, MALWARE);
        }
    }

    @Test
    void partnerCannotReadAnothersTopicNorUseItsGroup() {
        String topicOfXb = access.kafka("xb-cert").topics().threats();
        try (KafkaConsumer<String, byte[]> curious = access.consumer("xc-cert", freshGroup("xc-cert"))) {
            curious.subscribe(List.of(topicOfXb));
            assertThatThrownBy(() -> poll(curious, 1)).isInstanceOf(TopicAuthorizationException.class);
        }
        try (KafkaConsumer<String, byte[]> curious = access.consumer("xc-cert", freshGroup("xb-cert"))) {
            curious.subscribe(List.of(access.kafka("xc-cert").topics().threats()));
            assertThatThrownBy(() -> poll(curious, 1)).isInstanceOf(GroupAuthorizationException.class);
        }
    }

    private io.restassured.specification.RequestSpecification as(String name) {
        AccessDocument.Caller caller = access.caller(name);
        return given().auth().preemptive().basic(caller.username(), caller.password());
    }

    private String freshGroup(String partner) {
        return access.kafka(partner).groupPrefix() + UUID.randomUUID();
    }

    /** Everything of this story on a partner's topics, by key; fails on a repeated record. */
    private Map<String, byte[]> received(String partner, int count) {
        AccessDocument.Topics topics = access.kafka(partner).topics();
        try (KafkaConsumer<String, byte[]> consumer = access.consumer(partner, freshGroup(partner))) {
            consumer.subscribe(List.of(topics.threats(), topics.mitigations(), topics.advisories()));
            Map<String, byte[]> received = new TreeMap<>();
            for (ConsumerRecord<String, byte[]> record : poll(consumer, count)) {
                assertThat(received.put(record.key(), record.value()))
                        .as("a repeated record")
                        .isNull();
            }
            return received;
        }
    }

    /** Records of this story's objects: at least the given number, and what comes in the second after. */
    private static List<ConsumerRecord<String, byte[]>> poll(KafkaConsumer<String, byte[]> consumer, int count) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (found.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(r -> addIfOfThisStory(found, r));
        }
        consumer.poll(Duration.ofSeconds(1)).forEach(r -> addIfOfThisStory(found, r));
        return found;
    }

    private static void addIfOfThisStory(
            List<ConsumerRecord<String, byte[]>> found, ConsumerRecord<String, byte[]> candidate) {
        if (candidate.key().contains("--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e0")) {
            found.add(candidate);
        }
    }

    private List<String> overTaxii(String partner) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String collection : List.of("threats", "mitigations", "advisories")) {
            String next = null;
            do {
                var request = as(partner).accept(TAXII).queryParam("limit", 3);
                String answer = (next == null ? request : request.queryParam("next", next))
                        .get("/taxii2/exchange/collections/" + collection + "/objects/")
                        .then()
                        .statusCode(200)
                        .contentType(TAXII)
                        .extract()
                        .asString();
                JsonNode page = JSON.readTree(answer);
                page.path("objects").forEach(o -> ids.add(o.path("id").asText()));
                next = page.path("more").asBoolean() ? page.path("next").asText() : null;
            } while (next != null);
        }
        return ids.stream()
                .filter(id -> id.contains("--5f0c1f0a-6f0b-4a57-9f0c-0b9a6c1d2e0"))
                .toList();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FlowIT.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
