package org.entente.intake;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submitter is told of objects that were not taken: over REST every finding, over TAXII a sentence an object. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SubmissionFindingsIT {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String TIMES =
            "\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\"";

    private DemoAccess access;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    private RequestSpecification as(String name) {
        AccessDocument.Caller caller = access.caller(name);
        return given().auth().preemptive().basic(caller.username(), caller.password());
    }

    private static String tool(String id, String more) {
        return "{\"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"" + id + "\"," + TIMES + more + "}";
    }

    private static String freshId() {
        return "tool--" + UUID.randomUUID();
    }

    private Response submit(String objects, boolean dryRun) {
        String bundle =
                "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + objects + "]}";
        return as("xa-cert")
                .contentType("application/stix+json;version=2.1")
                .queryParam("dryRun", dryRun)
                .body(bundle.getBytes(UTF_8))
                .post("/api/v1/submissions");
    }

    @Test
    void dryRunTellsEveryFindingAndKeepsNothing() {
        // Given
        String good = freshId();
        String objects = tool(good, ",\"name\":\"fine\",\"x_custom\":1") + ","
                + tool(freshId(), ",\"confidence\":101,\"labels\":[],\"revoked\":\"no\",\"lang\":\"foo\"");

        // When
        Response dry = submit(objects, true);

        // Then
        JsonPath status = dry.jsonPath();
        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(status.getInt("success_count")).isEqualTo(1);
        assertThat(status.getInt("failure_count")).isEqualTo(1);
        assertThat(status.<String>getList("findings.findAll { it.severity == 'error' }.pointer"))
                .containsExactlyInAnyOrder(
                        "/objects/1",
                        "/objects/1/confidence",
                        "/objects/1/labels",
                        "/objects/1/revoked",
                        "/objects/1/lang");
        assertThat(status.<String>getList("findings.findAll { it.severity == 'warning' }.rule"))
                .contains("custom-property");
        assertThat(status.<String>getList("findings.section"))
                .allSatisfy(section -> assertThat(section).startsWith("§"));
        assertThat(submit(tool(good, ",\"name\":\"other content\""), true)
                        .jsonPath()
                        .getInt("success_count"))
                .isEqualTo(1);
    }

    @Test
    void taxiiStatusSaysInEachFailureWhatIsWrong() {
        // Given
        String broken = freshId();
        String envelope = "{\"objects\":[" + tool(broken, ",\"name\":\"x\",\"confidence\":101") + "]}";

        // When
        Response answer = as("xa-cert")
                .accept(TAXII)
                .contentType(TAXII)
                .body(envelope.getBytes(UTF_8))
                .post("/taxii2/exchange/collections/inbox/objects/");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        Response later = as("xa-cert")
                .accept(TAXII)
                .get("/taxii2/exchange/status/" + answer.jsonPath().getString("id") + "/");
        for (JsonPath status : new JsonPath[] {answer.jsonPath(), later.jsonPath()}) {
            assertThat(status.getInt("failure_count")).isEqualTo(1);
            assertThat(status.getString("failures[0].id")).isEqualTo(broken);
            assertThat(status.getString("failures[0].message"))
                    .contains("/confidence")
                    .contains("0 to 100");
        }
    }

    /** Texts of the sender are repeated cut to a length: a cut between the halves of a character cannot be written as JSON. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void longTextsBeyondTheBasicPlaneAreCutBetweenCharacters(int shift) {
        // Given
        String faces = "\uD83D\uDE00".repeat(400);
        String name = "a".repeat(shift) + faces;
        String objects = tool("x".repeat(shift) + faces, ",\"name\":\"x\"") + ","
                + tool(freshId(), ",\"name\":\"x\",\"" + name + "\":1,\"b" + name + "\":null,\"c" + name + "\":[]")
                + ","
                + "{\"type\":\"tool\",\"id\":\"" + freshId() + "\",\"modified\":\"" + name + "\"}";

        // When
        Response answer = submit(objects, false);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        assertThat(answer.jsonPath().getInt("failure_count")).isEqualTo(3);
        assertThat(answer.jsonPath().getString("failures[0].id")).endsWith("\uD83D\uDE00");
        assertThat(answer.jsonPath().<String>getList("failures.message"))
                .allSatisfy(message -> assertThat(message).doesNotContain("?").doesNotContain("\uFFFD"));
    }

    @Test
    void idThatCannotBeKeptIsRefusedInWords() {
        // When
        Response answer = submit(tool("tool\\u0000\\ud800", ",\"name\":\"x\""), false);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        assertThat(answer.jsonPath().<String>getList("findings.rule")).contains("nul-character", "lone-surrogate");
    }
}
