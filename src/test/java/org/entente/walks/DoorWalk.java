package org.entente.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import org.junit.jupiter.api.Test;

/** Who gets into the console, how, and out of it again, in a browser. */
abstract class DoorWalk extends Walk {

    @Test
    void operatorSignsInReachesThePageAskedForAndSignsOut() {
        Page page = stranger();

        page.navigate("/console/communities");
        assertThat(page.url()).contains("/console/sign-in?to=");
        inspect(page, "sign-in");
        page.getByLabel("User name").fill(access().caller("curator").username());
        page.getByLabel("Password").fill(access().caller("curator").password());
        page.locator("main button[type=submit]").click();
        page.waitForURL("**/console/communities");
        assertThat(page.locator("h1").textContent()).isEqualTo("Communities");
        Cookie cookie = page.context().cookies().stream()
                .filter(kept -> kept.name.equals("entente-session"))
                .findFirst()
                .orElseThrow();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite.name()).isEqualTo("STRICT");

        page.getByText("Sign out").click();
        page.waitForURL("**/console/sign-in?done=signed-out");
        page.navigate("/console/communities");
        assertThat(page.url()).contains("/console/sign-in?to=");
    }

    @Test
    void wrongPasswordAndPartnersPasswordSayTheSame() {
        Page page = stranger();
        page.navigate("/console");

        String ofOperator = refusal(page, access().caller("curator").username(), "wrong");
        String ofPartner = refusal(
                page,
                access().caller("xa-cert").username(),
                access().caller("xa-cert").password());

        assertThat(ofOperator).contains("not the user name and password of an operator");
        assertThat(ofPartner).isEqualTo(ofOperator);
    }

    private static String refusal(Page page, String username, String password) {
        page.getByLabel("User name").fill(username);
        page.getByLabel("Password").fill(password);
        Response answer = page.waitForResponse(
                "**/console/sign-in",
                () -> page.locator("main button[type=submit]").click());
        assertThat(answer.status()).isEqualTo(401);
        return page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT).textContent();
    }

    @Test
    void doorLeadsNowhereElse() {
        Page page = stranger();
        page.navigate("/console/sign-in?to=//evil.example/console");
        page.getByLabel("User name").fill(access().caller("curator").username());
        page.getByLabel("Password").fill(access().caller("curator").password());
        page.locator("main button[type=submit]").click();
        page.waitForURL("**/console");

        assertThat(page.url()).isEqualTo(access().document().http() + "/console");
    }

    @Test
    void keyboardReachesTheContentFirst() {
        Page page = signedIn("auditor");
        page.navigate("/console");

        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to the content");
        page.keyboard().press("Enter");

        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
    }
}
