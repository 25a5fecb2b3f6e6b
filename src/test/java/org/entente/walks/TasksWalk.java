package org.entente.walks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.Test;

/** Tasks as operators do them, from the page they begin on to what has changed for partners. */
abstract class TasksWalk extends Walk {

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void policyIsDraftedSimulatedAndApprovedByTwoWithoutAMouse() {
        String partner = "drafted-" + suffix;
        new PartnersOverRest(access()).partner(partner, POLICY);
        Page curator = signedIn("curator");
        Keyboard keys = new Keyboard(curator);

        curator.navigate("/console/partners/" + partner + "/policy");
        keys.press("Propose a change");
        assertThat(curator.locator("#reason")).isVisible();
        keys.chooseBefore("max TLP", 1);
        keys.type("Why, for the history", "Less from now on");
        keys.press("Keep as a draft");
        assertThat(curator.locator("h1")).hasText("Draft 2 of the policy of " + partner);
        assertThat(curator.locator("table").first()).containsText("AMBER");
        assertThat(curator.locator("table").first()).containsText("GREEN");
        keys.press("Simulate");
        assertThat(curator.locator("h2").first()).containsText("Newly released");
        inspect(curator, "simulation");
        keys.press("Back to the draft");
        assertThat(curator.locator("h1")).hasText("Draft 2 of the policy of " + partner);
        keys.press("Submit for approval");
        assertThat(curator.locator("dl")).containsText("submitted");
        assertThat(curator.getByRole(AriaRole.BUTTON, named("Approve: put in force")))
                .hasCount(0);

        Page approver = signedIn("approver");
        approver.navigate(curator.url());
        new Keyboard(approver).press("Approve: put in force");

        assertThat(approver.locator("dl")).containsText("active, as version 2");
        assertThat(rest("auditor")
                        .get("/api/v1/partners/" + partner + "/policy")
                        .path("policy.to.maxTlp")
                        .toString())
                .isEqualTo("GREEN");
    }

    @Test
    void whatAnotherHasChangedInTheMeantimeIsNotOverwritten() {
        String partner = "stale-" + suffix;
        new PartnersOverRest(access()).partner(partner, POLICY);
        Page first = signedIn("admin");
        Page second = signedIn("admin");
        first.navigate("/console/partners/" + partner);
        second.navigate("/console/partners/" + partner);

        first.getByLabel("Title").fill("Of the first");
        button(first, "Save");
        assertThat(first.getByRole(AriaRole.STATUS).first()).containsText("Saved.");
        second.getByLabel("Title").fill("Of the second");
        button(second, "Save");

        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody else has changed it");
        assertThat(rest("auditor")
                        .get("/api/v1/partners/" + partner)
                        .path("title")
                        .toString())
                .isEqualTo("Of the first");
    }

    @Test
    void newPartnersSecretsAreShownOnceAndSignItIn() {
        String partner = "made-" + suffix;
        Page admin = signedIn("admin");

        admin.navigate("/console/partners");
        admin.getByLabel("Name").fill(partner);
        admin.getByLabel("Title").fill("Made by hand");
        button(admin, "Create");
        assertThat(admin.locator(".alert-warning")).containsText("shown this once");
        inspect(admin, "partner-secrets");
        String password = admin.locator(".secret").first().textContent();

        given().auth()
                .preemptive()
                .basic(partner, password)
                .get("/api/v1/me")
                .then()
                .statusCode(200);
        link(admin, "To the partner");
        assertThat(admin.locator("body")).not().containsText(password);
        admin.onDialog(Dialog::accept);
        admin.getByLabel("Why it is suspended").fill("A test is over");
        button(admin, "Suspend");
        assertThat(admin.getByRole(AriaRole.STATUS).first()).containsText("every access has ended");
        given().auth()
                .preemptive()
                .basic(partner, password)
                .get("/api/v1/me")
                .then()
                .statusCode(401);
    }

    @Test
    void objectIsRecalledAndThePartnerNoLongerReadsIt() {
        String submitter = "sender-" + suffix;
        String reader = "reader-" + suffix;
        PartnersOverRest partners = new PartnersOverRest(access());
        partners.partner(submitter, POLICY);
        // Whatever others have sent in does not count.
        partners.partner(reader, POLICY.replace("\"originators\": \"*\"", "\"originators\": [\"" + submitter + "\"]"));
        partners.community("recalled-" + suffix, submitter, reader);
        String object = submit(partners, submitter, "recalled-" + suffix);
        Page curator = signedIn("curator");

        curator.navigate("/console/partners/" + reader + "/reading");
        assertThat(curator.locator(".tlp-banner")).containsText("TLP:GREEN");
        assertThat(curator.locator("main")).containsText("c2[.]example[.]net");
        curator.navigate("/console/recalls");
        curator.getByLabel("Id of the object").fill(object);
        button(curator, "See who has it");
        assertThat(curator.locator("table").first()).containsText(reader);
        curator.onDialog(Dialog::accept);
        curator.getByLabel("Reason, read by whoever has it").fill("It was wrong");
        button(curator, "Recall");
        assertThat(curator.locator("h1")).hasText("Recalled");
        inspect(curator, "recall-made");
        curator.navigate("/console/partners/" + reader + "/reading");

        assertThat(curator.locator("main")).containsText("The partner reads nothing here.");
    }

    private static String submit(PartnersOverRest partners, String submitter, String community) {
        String object = "indicator--" + UUID.randomUUID();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        partners.as(submitter)
                .queryParam("communities", community)
                .contentType("application/stix+json;version=2.1")
                .body(Map.of(
                        "type",
                        "bundle",
                        "id",
                        "bundle--" + UUID.randomUUID(),
                        "objects",
                        List.of(Map.of(
                                "type",
                                "indicator",
                                "spec_version",
                                "2.1",
                                "id",
                                object,
                                "created",
                                now,
                                "modified",
                                now,
                                "pattern",
                                "[domain-name:value = 'c2.example.net']",
                                "pattern_type",
                                "stix",
                                "valid_from",
                                now))))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> given().auth()
                                .preemptive()
                                .basic(
                                        access().caller("auditor").username(),
                                        access().caller("auditor").password())
                                .get("/api/v1/objects/" + object + "/audience")
                                .statusCode()
                        == 200);
        return object;
    }
}
