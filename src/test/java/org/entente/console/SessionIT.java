package org.entente.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PlainBrowser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session at the console is good for, and when it ends. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SessionIT {

    private DemoAccess access;
    private String base;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
        base = access.document().http();
    }

    @Test
    void endedCredentialEndsTheSessionAtOnce() {
        Operator operator = operator();
        PlainBrowser browser = PlainBrowser.signedIn(base, operator.name(), operator.password());
        assertThat(browser.get("/console").statusCode()).isEqualTo(200);

        asAdmin()
                .delete("/api/v1/operators/" + operator.name() + "/credentials/" + operator.credential())
                .then()
                .statusCode(204);

        leadsToTheDoor(browser.get("/console"));
    }

    @Test
    void replacedPasswordEndsTheSessionAtOnce() {
        Operator operator = operator();
        PlainBrowser browser = PlainBrowser.signedIn(base, operator.name(), operator.password());

        asAdmin()
                .post("/api/v1/operators/" + operator.name() + "/credentials/" + operator.credential() + "/rotation")
                .then()
                .statusCode(201);

        leadsToTheDoor(browser.get("/console"));
    }

    @Test
    void sessionEndsWhenNothingIsAskedForAndWhenItIsOld() throws SQLException {
        Operator idle = operator();
        Operator old = operator();
        PlainBrowser ofIdle = PlainBrowser.signedIn(base, idle.name(), idle.password());
        PlainBrowser ofOld = PlainBrowser.signedIn(base, old.name(), old.password());

        change("UPDATE console_session SET seen_at = seen_at - interval '31 minutes' WHERE operator = ?", idle);
        change("UPDATE console_session SET started_at = started_at - interval '601 minutes' WHERE operator = ?", old);

        leadsToTheDoor(ofIdle.get("/console"));
        leadsToTheDoor(ofOld.get("/console"));
    }

    @Test
    void takenRoleIsFeltByTheNextPage() {
        Operator operator = operator();
        PlainBrowser browser = PlainBrowser.signedIn(base, operator.name(), operator.password());
        assertThat(browser.get("/console/operators").statusCode()).isEqualTo(200);

        asAdmin()
                .contentType("application/json")
                .body("{\"title\": \"Now a curator\", \"roles\": [\"curator\"]}")
                .put("/api/v1/operators/" + operator.name())
                .then()
                .statusCode(200);

        assertThat(browser.get("/console/operators").statusCode()).isEqualTo(403);
    }

    @Test
    void formFromElsewhereIsRefused() {
        PlainBrowser browser = signedIn("admin");
        String id = "c-" + UUID.randomUUID();
        Map<String, String> fields = Map.of("id", id, "title", "From elsewhere");

        HttpResponse<String> without = browser.post("/console/communities", with(fields, "token", ""));
        HttpResponse<String> wrong = browser.post("/console/communities", with(fields, "token", "0".repeat(64)));
        HttpResponse<String> crossSite = browser.post("/console/communities", fields, "Sec-Fetch-Site", "cross-site");

        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(crossSite.statusCode()).isEqualTo(403);
        asAdmin().get("/api/v1/communities/" + id).then().statusCode(404);
    }

    @Test
    void tokenOfOneSessionOpensNoFormOfAnother() {
        PlainBrowser one = signedIn("admin");
        PlainBrowser other = signedIn("admin");
        String id = "c-" + UUID.randomUUID();
        String foreign = other.get("/console/communities")
                .body()
                .replaceAll("(?s).*?name=\"token\" value=\"([0-9a-f]+)\".*", "$1");

        HttpResponse<String> answer =
                one.post("/console/communities", Map.of("id", id, "title", "Foreign", "token", foreign));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void pageDoesNothingThatRestWouldRefuse() {
        PlainBrowser curator = signedIn("curator");
        String id = "c-" + UUID.randomUUID();

        HttpResponse<String> answer =
                curator.post("/console/communities", Map.of("id", id, "title", "Not for a curator"));

        assertThat(answer.statusCode()).isEqualTo(403);
        asAdmin().get("/api/v1/communities/" + id).then().statusCode(404);
    }

    @Test
    void pageSaysWhatRestWouldSay() {
        PlainBrowser admin = signedIn("admin");

        HttpResponse<String> answer =
                admin.post("/console/communities", Map.of("id", "Not A Name", "title", "<b>kept</b>"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("<strong>Name</strong>")
                .contains("value=\"Not A Name\"")
                .contains("&lt;b&gt;kept&lt;/b&gt;");
    }

    @Test
    void cookieSignsInNowhereElseAndNothingElseSignsInHere() {
        PlainBrowser browser = signedIn("admin");
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((access.caller("admin").username() + ":"
                                        + access.caller("admin").password())
                                .getBytes());

        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
        leadsToTheDoor(new PlainBrowser(base).get("/console", "Authorization", basic));
        assertThat(new PlainBrowser(base)
                        .get("/console/communities", "HX-Request", "true")
                        .headers()
                        .firstValue("HX-Redirect"))
                .contains("/console/sign-in");
    }

    @Test
    void pagesAreKeptByNobodyAndScriptsForGood() {
        HttpResponse<String> page = signedIn("admin").get("/console");
        String script = page.body().replaceAll("(?s).*?src=\"(/console/assets/[0-9a-f]+/console.js)\".*", "$1");

        HttpResponse<String> asset = new PlainBrowser(base).get(script);

        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(new PlainBrowser(base)
                        .get(script.replaceAll("assets/[0-9a-f]+", "assets/0"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void linkFromAnotherSiteComesInByAPageOfOurs() {
        HttpResponse<String> answer =
                new PlainBrowser(base).get("/console/communities?next=eA", "Sec-Fetch-Site", "cross-site");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("content=\"0;url=/console/communities?next=eA\"");
    }

    @Test
    void advisoryIsAsLongInAnyScript() {
        PlainBrowser curator = signedIn("curator");
        Map<String, String> fields = new HashMap<>(
                Map.of("title", "Long", "language", "en", "tlp", "TLP:CLEAR", "summary", "Summary", "end", ""));
        for (int i = 0; i < 3; i++) {
            fields.put("section." + i + ".title", "Part " + i);
            // Nine bytes each in a form.
            fields.put("section." + i + ".text", "警".repeat(100_000));
        }

        HttpResponse<String> made = curator.post("/console/advisories/new", fields);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);

        String form =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath() + "/form";
        String page = curator.get(form).body();
        String version = page.replaceAll("(?s).*?name=\"version\" value=\"([^\"]+)\".*", "$1");
        fields.put("version", version.replace("&quot;", "\""));
        fields.put("title", "Longer");
        HttpResponse<String> saved = curator.post(form, fields);
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static void leadsToTheDoor(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).contains("/console/sign-in?to=");
    }

    private PlainBrowser signedIn(String operator) {
        return PlainBrowser.signedIn(
                base,
                access.caller(operator).username(),
                access.caller(operator).password());
    }

    private io.restassured.specification.RequestSpecification asAdmin() {
        return given().auth()
                .preemptive()
                .basic(access.caller("admin").username(), access.caller("admin").password());
    }

    private record Operator(String name, String password, String credential) {}

    private Operator operator() {
        String name = "o-" + UUID.randomUUID();
        JsonPath made = asAdmin()
                .contentType("application/json")
                .body("{\"id\": \"" + name + "\", \"title\": \"Of a test\", \"roles\": [\"auditor\"]}")
                .post("/api/v1/operators")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Operator(name, made.getString("credential.password"), made.getString("credential.id"));
    }

    private static void change(String statement, Operator operator) throws SQLException {
        Map<String, String> config = EmbeddedServices.configuration();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + config.get("quarkus.datasource.reactive.url"),
                        config.get("quarkus.datasource.username"),
                        config.get("quarkus.datasource.password"));
                PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, operator.name());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
