package org.entente.audit;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.entente.audit.ChangingRoutes.Step;
import org.entente.testing.PartnersOverRest;

/** An advisory's whole life, in calls that each change something. */
final class AdvisorySteps {

    private static final String PATH = "/api/v1/advisories";
    private static final String ROUTE = PATH + "/{advisory}";
    private static final String JSON = "application/json";
    private static final String BODY = """
            {"content": {"title": "Of a test", "tlp": "TLP:GREEN", "summary": "%s",
                "products": [{"id": "gw", "vendor": "Acme", "name": "Gateway", "version": "9.1"}],
                "vulnerabilities": [{"cve": "CVE-2026-12345", "statuses": [{"status": "known_affected", "products": ["gw"]}],
                    "remediations": [{"category": "vendor_fix", "details": "Update", "products": ["gw"]}]}]},
             "audience": {"partners": ["xa-cert"]}}""";

    private final PartnersOverRest rest;
    private final String object;
    private String advisory = "";

    /** @param object in the log by the time the steps are gone */
    AdvisorySteps(PartnersOverRest rest, String object) {
        this.rest = rest;
        this.object = object;
    }

    List<Step> steps() {
        return List.of(
                step("POST " + PATH, "curator", this::write),
                step(
                        "PUT " + ROUTE,
                        "curator",
                        () -> with("curator")
                                .body(BODY.formatted("Other words"))
                                .put(path(""))),
                step("POST " + ROUTE + "/gathered", "curator", this::gather),
                step(
                        "DELETE " + ROUTE + "/gathered/{object}",
                        "curator",
                        () -> with("curator").delete(path("/gathered/" + object))),
                turn("submission", "curator"),
                turn("rejection", "approver"),
                turn("submission", "curator"),
                turn("approval", "approver"),
                turn("publication", "curator"),
                turn("amendment", "curator"),
                step(
                        "DELETE " + ROUTE + "/amendment",
                        "curator",
                        () -> with("curator").delete(path("/amendment"))),
                turn("withdrawal", "curator"));
    }

    private static Step step(String route, String operator, Supplier<Response> call) {
        return new Step(route, "operator", operator, call);
    }

    private Step turn(String turn, String operator) {
        return step(
                "POST " + ROUTE + "/" + turn,
                operator,
                () -> with(operator).body("{\"reason\":\"For a test\"}").post(path("/" + turn)));
    }

    private Response write() {
        Response written = rest.as("curator")
                .contentType(JSON)
                .body(BODY.formatted("Words"))
                .post(PATH);
        advisory = written.jsonPath().getString("trackingId");
        return written;
    }

    private Response gather() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> with("curator")
                                .body("{\"objects\":[\"" + object + "\"]}")
                                .post(path("/gathered")),
                        answer -> answer.statusCode() == 200);
    }

    private String path(String below) {
        return PATH + "/" + advisory + below;
    }

    private RequestSpecification with(String operator) {
        return rest.as(operator)
                .contentType(JSON)
                .header("If-Match", rest.as("auditor").get(path("")).getHeader("ETag"));
    }
}
