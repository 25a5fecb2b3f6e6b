package org.entente;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each part of a trust policy does, seen from outside: partners are made, their policies approved, objects submitted and
 * read over TAXII.
 */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class TrustPolicyIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String THREATS = "/taxii2/exchange/collections/threats/objects/";

    /** As much as a policy can say, and no more than a partner of everything would get. */
    private static final String OPEN_TO = "\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\","
            + "\"sectors\":\"*\",\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"";

    private static final String OPEN_FROM = "\"kinds\":\"*\",\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,"
            + "\"mode\":\"accept\",\"attribution\":\"everyone\"";

    /** Partners are for ever, so each test has its own. */
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String other = "o-" + mark;
    private final String circle = "c-" + mark;
    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
    }

    private static String policy(String to, String from) {
        return "{\"to\":{" + to + "},\"from\":{" + from + "}}";
    }

    /** The author and two readers in a community of their own. */
    private void partners(String authorPolicy, String readerPolicy) {
        rest.partner(author, authorPolicy);
        rest.partner(reader, readerPolicy);
        rest.partner(other, policy(OPEN_TO, OPEN_FROM));
        rest.community(circle, author, reader, other);
    }

    @Test
    void hiddenSubmitterIsNowhereInWhatOthersGetAndItsObjectsStayConsistent() throws IOException {
        partners(policy(OPEN_TO, OPEN_FROM.replace("everyone", "operators")), policy(OPEN_TO, OPEN_FROM));
        String identity = id("identity");
        String malware = id("malware");
        String tool = id("tool");
        String uses = id("relationship");
        String creator = "\"created_by_ref\":\"" + identity + "\"";
        submit(
                author,
                object(identity, 1, "\"name\":\"The author\",\"identity_class\":\"organization\""),
                object(malware, 1, creator, "\"name\":\"Loader\",\"is_family\":true"),
                object(tool, 1, creator, "\"name\":\"Packer\""),
                object(uses, 1, creator, relationship(malware, tool)));
        submit(author, object(malware, 2, creator, "\"name\":\"Loader\",\"is_family\":true,\"revoked\":true"));

        // Everything but the identity of the author, without it, and under other ids.
        Map<String, JsonNode> seen = awaited(reader, 4);
        assertThat(seen.values()).extracting(o -> o.path("type").asText()).doesNotContain("identity");
        assertThat(seen.toString())
                .doesNotContainIgnoringCase(author)
                .doesNotContain(uuid(identity), uuid(malware), uuid(tool), uuid(uses), "created_by_ref");
        assertThat(seen.keySet()).allMatch(id -> UUID.fromString(uuid(id)).version() == 5);

        // References lead to what the reader has, and both versions are versions of one object, of which the last is
        // revoked.
        JsonNode relationship = ofType(seen, "relationship");
        assertThat(seen.keySet())
                .contains(
                        relationship.path("source_ref").asText(),
                        relationship.path("target_ref").asText());
        String shown = relationship.path("source_ref").asText();
        assertThat(as(reader, THREATS + shown + "/versions/").jsonPath().getList("versions"))
                .hasSize(2);
        assertThat(seen.get(shown).path("revoked").asBoolean()).isTrue();

        // Another reader knows them by the same ids, the author by its own; the original ids lead nowhere.
        assertThat(awaited(other, 4).keySet()).isEqualTo(seen.keySet());
        assertThat(awaited(author, 5).keySet()).containsExactlyInAnyOrder(identity, malware, tool, uses);
        as(reader, THREATS + malware + "/").then().statusCode(404);
        as(reader, THREATS + shown + "/").then().statusCode(200);
        rest.as(reader).get("/api/v1/objects/" + malware + "/audience").then().statusCode(404);
        rest.as(reader)
                .get("/api/v1/objects/" + shown + "/audience")
                .then()
                .statusCode(200)
                .body("received.view", equalTo(List.of("submitter hidden")));
    }

    @Test
    void hiddenSightingOfAnothersObjectStillPointsToIt() throws IOException {
        partners(policy(OPEN_TO, OPEN_FROM.replace("everyone", "nobody")), policy(OPEN_TO, OPEN_FROM));
        String malware = id("malware");
        submit(other, object(malware, 1, "\"name\":\"Loader\",\"is_family\":true"));
        awaited(author, 1);
        submit(author, object(id("sighting"), 1, "\"sighting_of_ref\":\"" + malware + "\""));

        Map<String, JsonNode> seen = awaited(reader, 2);

        assertThat(ofType(seen, "sighting").path("sighting_of_ref").asText()).isEqualTo(malware);
        assertThat(seen).containsKey(malware);
    }

    @Test
    void obligationsRemoveWhatTheySayAndNothingElse() throws IOException {
        String view = ",\"view\":{\"hideSubmitter\":false,\"removeProperties\":[\"description\",\"x_internal\"],"
                + "\"removeMarkedParts\":true,\"removeExternalReferences\":true}";
        partners(
                policy(OPEN_TO, OPEN_FROM),
                policy(OPEN_TO.replace("\"maxTlp\":\"RED\"", "\"maxTlp\":\"GREEN\"") + view, OPEN_FROM));
        String malware = id("malware");
        submit(
                author,
                object(
                        malware,
                        1,
                        "\"name\":\"Loader\",\"is_family\":true,\"description\":\"Long\",\"x_internal\":1.50e1,"
                                + "\"aliases\":[\"Known\",\"Secret alias\"],\"x_kept\":1.50e1,"
                                + "\"external_references\":[{\"source_name\":\"a blog\",\"url\":\"https://example.org\"}],"
                                + "\"granular_markings\":[{\"marking_ref\":\"" + Tlp.AMBER.marking()
                                + "\",\"selectors\":[\"aliases.[1]\"]}]"));

        Map<String, JsonNode> seen = awaited(reader, 1);
        JsonNode shown = ofType(seen, "malware");

        assertThat(seen).doesNotContainKey(malware);
        assertThat(shown.has("description") || shown.has("x_internal") || shown.has("external_references"))
                .isFalse();
        assertThat(shown.path("aliases")).hasSize(1);
        assertThat(shown.has("granular_markings")).isFalse();
        assertThat(as(reader, THREATS + shown.path("id").asText() + "/").asString())
                .contains("\"x_kept\":1.50e1")
                .doesNotContain("Secret alias");
        assertThat(awaited(other, 1)).containsOnlyKeys(malware);
    }

    @Test
    void containerIsTrimmedOfWhatItsReaderMayNotHaveAndWithheldWhenNothingIsLeft() throws IOException {
        partners(
                policy(OPEN_TO, OPEN_FROM),
                policy(OPEN_TO.replace("\"maxTlp\":\"RED\"", "\"maxTlp\":\"GREEN\""), OPEN_FROM));
        String open = id("malware");
        String secret = id("malware");
        String mixed = id("report");
        String closed = id("report");
        submit(
                author,
                object(open, 1, "\"name\":\"Open\",\"is_family\":true"),
                marked(secret, Tlp.AMBER, "\"name\":\"Secret\",\"is_family\":true"),
                object(mixed, 1, report(open, secret)),
                object(closed, 1, report(secret)));

        Map<String, JsonNode> seen = awaited(reader, 2);
        JsonNode trimmed = ofType(seen, "report");

        assertThat(trimmed.path("object_refs")).hasSize(1);
        assertThat(trimmed.path("object_refs").get(0).asText()).isEqualTo(open);
        assertThat(trimmed.path("id").asText()).isNotIn(mixed, closed);
        assertThat(seen.toString()).doesNotContain(secret).doesNotContain(mixed);
        assertThat(awaited(other, 4)).containsOnlyKeys(open, secret, mixed, closed);
    }

    @Test
    void sectorsRegionsConfidenceAndPapAreAsked() throws IOException {
        String choosy = OPEN_TO.replace("\"sectors\":\"*\"", "\"sectors\":[\"energy\",\"unspecified\"]")
                        .replace("\"maxPap\":\"RED\"", "\"maxPap\":\"GREEN\"")
                + ",\"minConfidence\":50";
        partners(policy(OPEN_TO, OPEN_FROM.replace(":100", ":60")), policy(choosy, OPEN_FROM));
        String sure = id("malware");
        String energy = id("identity");
        submit(
                author,
                object(sure, 1, "\"name\":\"Sure\",\"is_family\":true,\"confidence\":90"),
                object(id("malware"), 1, "\"name\":\"Unsure\",\"is_family\":true,\"confidence\":40"),
                object(id("malware"), 1, "\"name\":\"Unstated\",\"is_family\":true"),
                object(
                        id("malware"),
                        1,
                        "\"name\":\"Restricted\",\"is_family\":true,\"confidence\":90,\"labels\":[\"PAP:AMBER\"]"),
                object(energy, 1, "\"name\":\"Grid\",\"confidence\":90,\"sectors\":[\"energy\"]"),
                object(
                        id("identity"),
                        1,
                        "\"name\":\"Bank\",\"confidence\":90,\"sectors\":[\"energy\",\"financial-services\"]"));
        awaited(other, 6);

        assertThat(awaited(reader, 2)).containsOnlyKeys(sure, energy);
    }

    @Test
    void nothingIsReleasedBeforeItsDelayIsOverNorOutsideTheAgreement() throws IOException {
        rest.partner(author, policy(OPEN_TO, OPEN_FROM));
        rest.partner(reader, policy(OPEN_TO + ",\"delay\":\"PT1H\"", OPEN_FROM));
        rest.partner(
                other,
                "{\"to\":{" + OPEN_TO + "},\"from\":{" + OPEN_FROM
                        + "},\"agreement\":{\"until\":\"2024-01-01T00:00:00Z\"}}");
        rest.community(circle, author, reader, other);
        String malware = id("malware");
        submit(author, object(malware, 1, "\"name\":\"Loader\",\"is_family\":true"));
        awaited(author, 1);

        assertThat(objects(reader)).isEmpty();
        assertThat(objects(other)).isEmpty();
        // It may not find out either by sending in something of the same id.
        rest.as(reader)
                .contentType("application/stix+json;version=2.1")
                .queryParam("dryRun", "true")
                .body(bundle(object(malware, 1, "\"name\":\"Something else\",\"is_family\":true")))
                .post("/api/v1/submissions")
                .then()
                .statusCode(200)
                .body("success_count", equalTo(1));
        rest.as("auditor")
                .get("/api/v1/objects/" + malware + "/audience")
                .then()
                .body("assertions[0].partners.find { it.partner == '" + reader + "' }.rule", equalTo("embargo"))
                .body("assertions[0].partners.find { it.partner == '" + other + "' }.rule", equalTo("agreement"));
        rest.as(other)
                .contentType("application/stix+json;version=2.1")
                .body(bundle(object(id("malware"), 1, "\"name\":\"Late\",\"is_family\":true")))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failure_count", equalTo(1));
    }

    @Test
    void narrowedPolicyIsInForceAtEveryExitWhenItsApprovalReturns() throws IOException {
        partners(policy(OPEN_TO, OPEN_FROM), policy(OPEN_TO, OPEN_FROM));
        String malware = id("malware");
        submit(author, object(malware, 1, "\"name\":\"Loader\",\"is_family\":true"));
        assertThat(awaited(reader, 1)).containsOnlyKeys(malware);

        rest.policy(reader, policy(OPEN_TO.replace("\"kinds\":\"*\"", "\"kinds\":[\"indicator\"]"), OPEN_FROM));

        assertThat(objects(reader)).isEmpty();
        as(reader, THREATS + malware + "/").then().statusCode(404);
        rest.as(reader).get("/api/v1/objects/" + malware + "/audience").then().statusCode(404);
    }

    private void submit(String submitter, String... objects) {
        rest.as(submitter)
                .contentType("application/stix+json;version=2.1")
                .queryParam("communities", circle)
                .body(bundle(objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failures", org.hamcrest.Matchers.nullValue());
    }

    /** The newest version of each object in the circle, once there are so many. */
    private Map<String, JsonNode> awaited(String reader, int count) throws IOException {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(allVersions(reader)).hasSizeGreaterThanOrEqualTo(count));
        return objects(reader);
    }

    private List<Object> allVersions(String reader) {
        List<Object> found = as(reader, collection() + "?match[version]=all&limit=1000")
                .jsonPath()
                .getList("objects");
        return found == null ? List.of() : found;
    }

    private Map<String, JsonNode> objects(String reader) throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode object : JSON.readTree(
                        as(reader, collection() + "?limit=1000").asString())
                .path("objects")) {
            found.put(object.path("id").asText(), object);
        }
        return found;
    }

    /** Other tests' objects are in the feed too; the circle is this test's alone. */
    private String collection() {
        return "/taxii2/exchange/collections/" + circle + "/objects/";
    }

    private Response as(String reader, String path) {
        return rest.as(reader).accept(TAXII).urlEncodingEnabled(false).get(path);
    }

    private static JsonNode ofType(Map<String, JsonNode> objects, String type) {
        Set<JsonNode> found = objects.values().stream()
                .filter(object -> object.path("type").asText().equals(type))
                .collect(Collectors.toSet());
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private static String uuid(String id) {
        return id.substring(id.indexOf("--") + 2);
    }

    private static String relationship(String source, String target) {
        return "\"relationship_type\":\"uses\",\"source_ref\":\"" + source + "\",\"target_ref\":\"" + target + "\"";
    }

    private static String report(String... members) {
        return "\"name\":\"A report\",\"published\":\"2026-01-05T10:00:00Z\",\"object_refs\":[\""
                + String.join("\",\"", members) + "\"]";
    }

    private static String bundle(String... objects) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
    }

    private static String object(String id, int version, String... properties) {
        return object(id, version, Tlp.GREEN, String.join(",", properties));
    }

    private static String marked(String id, Tlp tlp, String properties) {
        return object(id, 1, tlp, properties);
    }

    private static String object(String id, int version, Tlp tlp, String properties) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-0" + version
                + "T10:00:00.000Z\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]," + properties + "}";
    }
}
