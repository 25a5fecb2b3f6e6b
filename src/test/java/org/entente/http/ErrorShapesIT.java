package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.entente.partner.IssuedPassword;
import org.entente.partner.OperatorService;
import org.entente.partner.People;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong, wherever: one shape, the right status, and no word too many. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ErrorShapesIT {

    @Inject
    OperatorService operators;

    private IssuedPassword admin;

    @BeforeEach
    void admin() {
        admin = People.operator(operators, "admin");
    }

    private RequestSpecification json(String body) {
        return People.as(admin).contentType("application/json").body(body);
    }

    private static void isProblem(Response answer, int status, String slug) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body("type", equalTo("urn:entente:problem:" + slug))
                .body("status", equalTo(status))
                .body("requestId", equalTo(answer.getHeader("X-Request-Id")));
    }

    @Test
    void unknownAddressIs404() {
        isProblem(RestAssured.get("/api/v1/nothing-here"), 404, "not-found");
    }

    @Test
    void unknownAddressBelowTaxiiIsATaxiiError() {
        Response answer = RestAssured.get("/taxii2/nothing/here/");

        answer.then()
                .statusCode(404)
                .body("http_status", equalTo("404"))
                .body("error_code", equalTo("not-found"))
                .body("title", equalTo("There is no such thing"))
                .body("error_id", equalTo(answer.getHeader("X-Request-Id")));
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/taxii+json;version=2.1");
    }

    @Test
    void anonymousCallerOfTaxiiIsChallengedWithATaxiiError() {
        Response answer =
                RestAssured.given().accept("application/taxii+json;version=2.1").get("/taxii2/");

        answer.then().statusCode(401).body("http_status", equalTo("401"));
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/taxii+json;version=2.1");
        assertThat(answer.getHeaders().getValues("WWW-Authenticate")).anyMatch(value -> value.startsWith("Basic "));
    }

    @Test
    void wrongMethodIs405AndNamesTheRightOnes() {
        Response answer = People.as(admin).delete("/api/v1/me");

        isProblem(answer, 405, "method-not-allowed");
        assertThat(answer.getHeader("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void unservedMediaTypeIs406() {
        isProblem(People.as(admin).accept("text/csv").get("/api/v1/me"), 406, "not-acceptable");
    }

    @Test
    void unreadMediaTypeIs415() {
        isProblem(
                People.as(admin).contentType("text/csv").body("a,b").post("/api/v1/partners"),
                415,
                "unsupported-media-type");
    }

    @Test
    void unknownEncodingIs415AndNamesTheKnownOnes() {
        Response answer = People.as(admin)
                .contentType("application/json")
                .header("Content-Encoding", "br")
                .body("{}")
                .post("/api/v1/partners");

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(answer.getHeader("Accept-Encoding")).isEqualTo("gzip, identity");
    }

    @Test
    void encodingIsNamedOnlyWhereItIsTheReason() {
        Response answer = People.as(admin).contentType("text/csv").body("{}").post("/api/v1/partners");

        isProblem(answer, 415, "unsupported-media-type");
        assertThat(answer.getHeader("Accept-Encoding")).isNull();
        assertThat(answer.getHeader("Date")).endsWith(" GMT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":",
                "{\"id\":\"xq-cert\",}",
                "nonsense",
                "{\"id\":\"xq-cert\",\"id\":\"xq-cert\",\"title\":\"twice\"}",
            })
    void malformedJsonIs400(String body) {
        isProblem(json(body).post("/api/v1/partners"), 400, "malformed-json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"xq-cert\",\"title\":\"t\",\"more\":1}|/more",
                "{\"id\":\"xq-cert\",\"title\":5}|/title",
                "{\"id\":\"Not A Slug\",\"title\":\"t\"}|/id",
                "{\"id\":7,\"title\":\"t\"}|/id",
                "{\"id\":null,\"title\":\"t\"}|/id",
                "{\"id\":\"xq-cert\",\"title\":\"\"}|/title",
                "{\"id\":\"xq-cert\",\"title\":\"t\",\"roles\":[\"submitter\",\"king\"]}|/roles/1",
                "{\"id\":\"xq-cert\",\"title\":\"t\",\"roles\":\"submitter\"}|/roles",
                "{\"title\":\"t\"}|/id",
                "[]|``",
            })
    void bodyOfTheWrongContentIs400AndPointsAtTheFault(String body, String pointer) {
        Response answer = json(body).post("/api/v1/partners");

        isProblem(answer, 400, "invalid-body");
        answer.then()
                .body("errors.pointer", hasItem(pointer))
                .body("errors[0].detail", not(containsString("entente")))
                .body("errors[0].detail", not(containsString("java")));
    }

    @Test
    void missingBodyIs400() {
        isProblem(People.as(admin).contentType("application/json").post("/api/v1/partners"), 400, "invalid-body");
    }

    @ParameterizedTest
    @CsvSource({"0", "201", "-1"})
    void limitOutOfRangeIs400(int limit) {
        isProblem(People.as(admin).queryParam("limit", limit).get("/api/v1/partners"), 400, "invalid-parameter");
    }

    @Test
    void nextThatIsNotOursIs400() {
        isProblem(People.as(admin).queryParam("next", "%%%").get("/api/v1/partners"), 400, "invalid-parameter");
    }

    @Test
    void wrongRoleIs403() {
        IssuedPassword auditor = People.operator(operators, "auditor");

        isProblem(
                People.as(auditor).contentType("application/json").body("{}").post("/api/v1/partners"),
                403,
                "forbidden");
    }

    @Test
    void unforeseenFailureIs500WithFixedTextAndRequestId() {
        Response answer = RestAssured.get("/api/v1/test-only/failure");

        isProblem(answer, 500, "internal");
        answer.then().body("detail", startsWith("The cause is in"));
        assertThat(answer.asString()).doesNotContain("secret detail").doesNotContain("IllegalState");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "closed"})
    void serviceThatIsAwayIs503AndTellsWhenToTryAgain(String how) {
        Response answer = RestAssured.get("/api/v1/test-only/failure/" + how);

        isProblem(answer, 503, "unavailable");
        assertThat(answer.getHeader("Retry-After")).isNotBlank();
        assertThat(answer.asString()).doesNotContain("secret detail");
    }

    @Test
    void statementThatTheDatabaseRefusesIsNoFaultOfTheCaller() {
        isProblem(RestAssured.get("/api/v1/test-only/failure/query"), 500, "internal");
    }

    @Test
    void safeRequestIdIsTakenOverAndAnUnsafeOneIsNot() {
        assertThat(RestAssured.given()
                        .header("X-Request-Id", "abc.DEF_123-x")
                        .get("/api/v1/nothing")
                        .getHeader("X-Request-Id"))
                .isEqualTo("abc.DEF_123-x");
        assertThat(RestAssured.given()
                        .header("X-Request-Id", "<b>no</b>")
                        .get("/api/v1/nothing")
                        .getHeader("X-Request-Id"))
                .doesNotContain("<");
    }
}
