package org.entente.walks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.entente.console.VisitToken;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.PackagedExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in with an issuer of OpenID Connect, as in production: the packaged exchange, a browser, an issuer elsewhere. */
class OidcIT extends Walk {

    private static Issuer issuer;
    private static PackagedExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        issuer = new Issuer();
        exchange = PackagedExchange.in(Path.of("target", "oidc-data"))
                .with("ENTENTE_DEMO", "true")
                .with("QUARKUS_OIDC_CONSOLE_TENANT_ENABLED", "true")
                .with("QUARKUS_OIDC_CONSOLE_AUTH_SERVER_URL", issuer.url())
                .with("QUARKUS_OIDC_CONSOLE_CLIENT_ID", Issuer.CLIENT)
                .with("QUARKUS_OIDC_CONSOLE_CREDENTIALS_SECRET", "of-the-test-".repeat(4))
                .start();
        access = DemoAccess.of(exchange.access());
    }

    @AfterAll
    static void stop() throws IOException {
        closeBrowser();
        exchange.close();
        issuer.close();
    }

    @Test
    void operatorWhomTheIssuerProvesIsLetInAndOutForGood() {
        issuer.subject = "subject-of-curator";
        link("curator", issuer.subject);
        Page page = stranger();

        page.navigate("/console/communities");
        assertThat(page.getByLabel("Password").count())
                .as("password fields beside an issuer")
                .isZero();
        page.getByText("Sign in with your organisation").click();
        page.waitForURL("**/console");
        assertThat(page.locator(".who").textContent()).contains("curator");
        assertThat(page.context().cookies().stream().map(cookie -> cookie.name).toList())
                .as("what stays of the framework's")
                .noneMatch(name -> name.startsWith("q_session"));

        page.getByText("Sign out").click();
        page.waitForURL("**/console/sign-in?done=signed-out");
        page.navigate("/console");
        assertThat(page.url()).contains("/console/sign-in");
    }

    @Test
    void whoeverIsNoOperatorIsToldSo() {
        issuer.subject = "somebody-else";
        Page page = stranger();

        page.navigate("/console");
        page.getByText("Sign in with your organisation").click();
        page.waitForURL("**/console/oidc?**");

        assertThat(page.locator("main").textContent()).contains("no operator");
        assertThat(given().get(access().document().http() + "/api/v1/me").statusCode())
                .isEqualTo(401);
    }

    @Test
    void passwordIsNotTakenBesideAnIssuer() {
        org.entente.testing.PlainBrowser browser =
                new org.entente.testing.PlainBrowser(access().document().http());
        String visit = browser.get("/console/sign-in").headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("entente-visit="))
                .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();

        int status = browser.post(
                        "/console/sign-in",
                        Map.of(
                                // The page has no form to take it from.
                                "token", VisitToken.of(visit),
                                "username", access().caller("admin").username(),
                                "password", access().caller("admin").password()))
                .statusCode();

        assertThat(status).isEqualTo(404);
    }

    private static void link(String operator, String subject) {
        AccessDocument.Caller admin = access().caller("admin");
        given().auth()
                .preemptive()
                .basic(admin.username(), admin.password())
                .contentType("application/json")
                .body(Map.of("kind", "token", "issuer", issuer.url(), "subject", subject))
                .post(access().document().http() + "/api/v1/operators/" + operator + "/credentials")
                .then()
                .statusCode(201);
    }
}
