package org.entente.walks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Curators at the review queue, from the page they begin on to what partners have of it. */
abstract class ReviewWalk extends Walk {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String author = "held-" + suffix;
    private final String reader = "beside-" + suffix;
    private final String domain = "c2-" + suffix + ".example.net";
    private PartnersOverRest partners;

    @BeforeEach
    void prepare() {
        partners = new PartnersOverRest(access());
        partners.partner(author, HOLDING_POLICY);
        partners.partner(reader, POLICY);
        partners.community("reviewed-" + suffix, author, reader);
    }

    @Test
    void heldObjectIsComparedAskedAboutAndReleased() {
        submit(reader, "Seen before");
        String object = submit(author, "New to us");
        String held = review(object);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> partners.as("curator")
                        .get("/api/v1/reviews/" + held + "/comparison")
                        .then()
                        .body("patterns", hasSize(1)));
        Page curator = signedIn("curator");
        curator.onDialog(Dialog::accept);

        curator.navigate("/console/reviews?submitter=" + author);
        assertThat(curator.locator("main")).containsText("1 not decided: 1 wait for an operator");
        link(curator, "New to us");
        assertThat(curator.locator(".tlp-banner")).containsText("TLP:GREEN");
        assertThat(curator.locator("main")).containsText(domain.replace(".", "[.]"));
        assertThat(curator.locator("main")).not().containsText(domain);
        assertThat(curator.locator(".compared").last()).containsText("Seen before");
        assertThat(curator.getByRole(AriaRole.TABLE).getByText(reader).first()).isVisible();
        inspect(curator, "review-by-curator");
        assertThat(copied(curator)).isEqualTo("[domain-name:value = '" + domain + "']");
        curator.getByLabel("Question", new Page.GetByLabelOptions().setExact(true))
                .fill("Whose network?\nAnd since when?");
        button(curator, "Ask");
        assertThat(curator.getByRole(AriaRole.STATUS).first()).containsText("Asked");
        assertThat(curator.locator(".alert-warning")).containsText("Whose network?");
        answer("Ours");
        curator.navigate("/console/reviews/" + held);
        assertThat(curator.locator("table").last()).containsText("Ours");
        button(curator, "Release");

        assertThat(curator.getByRole(AriaRole.STATUS).first()).containsText("Released");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> partners.as(reader)
                        .get("/api/v1/search?q=" + object)
                        .then()
                        .body("items.id", hasItem(object)));
    }

    @Test
    void heldObjectIsFoundMadeNarrowerAndReleasedWithoutAMouse() {
        String held = review(submit(author, "By keyboard"));
        Page curator = signedIn("curator");
        curator.onDialog(Dialog::accept);
        Keyboard keys = new Keyboard(curator);

        curator.navigate("/console");
        keys.press("Review queue");
        assertThat(curator.locator("h1")).hasText("Review queue");
        keys.type("Submitted by", author);
        keys.press("Show");
        assertThat(curator.locator("main")).containsText("1 not decided");
        keys.press("By keyboard");
        assertThat(curator.locator("h1")).hasText("By keyboard");
        keys.press("Make it narrower");
        keys.type("But not these partners", reader);
        keys.type("Why, for the history", "Not for them");
        keys.press("Make it narrower");
        assertThat(curator.locator("dl")).containsText("but not " + reader);
        keys.press("Release");

        assertThat(curator.getByRole(AriaRole.STATUS).first()).containsText("Released");
        states(List.of(held), "released");
    }

    @Test
    void manyAreRefusedAfterTheyWereShown() {
        List<String> held = List.of(review(submit(author, "A test file")), review(submit(author, "Another")));
        Page curator = signedIn("curator");
        curator.navigate("/console/reviews?submitter=" + author);
        curator.getByLabel("Tick all").check();
        curator.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).selectOption("refuse");

        button(curator, "See what it would do");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("The submitters need a reason");
        assertThat(curator.locator("tbody input:checked")).hasCount(2);
        curator.getByLabel("Reason or question").fill("Only a test");
        inspect(curator, "reviews-ticked");
        button(curator, "See what it would do");
        assertThat(curator.locator("dl")).containsText("refuse, 2 of 2 objects");
        inspect(curator, "review-bulk");
        states(held, "waiting");
        button(curator, "Refuse 2");

        assertThat(curator.getByRole(AriaRole.STATUS).first()).containsText("refuse: done with 2.");
        inspect(curator, "review-bulk-done");
        states(held, "refused");
    }

    @Test
    void recipientsOfManyAreShownBeforeTheyAreReleased() {
        review(submit(author, "One"));
        Page curator = signedIn("curator");
        curator.navigate("/console/reviews?submitter=" + author);
        curator.getByLabel("Tick One").check();

        button(curator, "See what it would do");

        assertThat(curator.locator("table").first()).containsText(reader);
        inspect(curator, "review-bulk-release");
        partners.as("admin")
                .delete("/api/v1/communities/reviewed-" + suffix + "/members/" + reader)
                .then()
                .statusCode(org.hamcrest.Matchers.lessThan(300));
        button(curator, "Release 1");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("Ask for a new preview");
    }

    @Test
    void audienceIsNarrowedAndNotWidenedAlone() {
        String held = review(submit(author, "For some"));
        Page curator = signedIn("curator");
        Page late = signedIn("curator");
        curator.navigate("/console/reviews/" + held);
        late.navigate("/console/reviews/" + held);

        curator.getByText("Make it narrower").first().click();
        curator.getByLabel("But not these partners").first().fill(reader);
        curator.getByLabel("Why, for the history").last().fill("Not for them");
        button(curator, "Make it narrower");
        assertThat(curator.locator("dl")).containsText("but not " + reader);
        late.onDialog(Dialog::accept);
        button(late, "Release");
        assertThat(late.getByRole(AriaRole.ALERT)).containsText("Somebody else has changed it");
        late.getByText("Ask the submitter to agree").click();
        late.getByLabel("But not these partners").last().fill("");
        late.getByLabel("Why, read by the submitter").fill("They need it");
        button(late, "Ask for consent");

        assertThat(late.locator(".alert-warning")).containsText("Waits for consent");
        inspect(late, "review-consent");
        button(late, "Take back what is asked");
        assertThat(late.getByRole(AriaRole.STATUS).first()).containsText("not asked any more");
        states(List.of(held), "waiting");
    }

    /** What is in the clipboard after the indicator was copied. */
    private static String copied(Page page) {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        button(page, "Copy the indicator");
        assertThat(page.locator("#status")).hasText("Copied.");
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    private void states(List<String> held, String state) {
        partners.as("curator")
                .get("/api/v1/reviews?state=all&submitter=" + author)
                .then()
                .body("items", hasSize(held.size()))
                .body("items.state", everyItem(is(state)));
    }

    private void answer(String words) {
        String question = partners.as(author).get("/api/v1/questions").path("items[0].id");
        assertThat(question).isNotNull();
        partners.as(author)
                .contentType("application/json")
                .body("{\"answer\": \"" + words + "\"}")
                .post("/api/v1/questions/" + question + "/answer")
                .then()
                .statusCode(200);
    }

    private String review(String object) {
        return partners.as("curator")
                .get("/api/v1/reviews?submitter=" + author + "&text=" + object)
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("items[0].id");
    }

    private String submit(String submitter, String name) {
        String object = "indicator--" + UUID.randomUUID();
        partners.as(submitter)
                .queryParam("communities", "reviewed-" + suffix)
                .contentType("application/stix+json;version=2.1")
                .body("""
                        {"type": "bundle", "id": "bundle--%s", "objects": [{"type": "indicator", "spec_version": "2.1",
                         "id": "%s", "created": "2026-01-05T10:00:00.000Z", "modified": "2026-01-05T10:00:00.000Z",
                         "name": "%s", "pattern": "[domain-name:value = '%s']", "pattern_type": "stix",
                         "valid_from": "2026-01-05T10:00:00Z"}]}
                        """.formatted(UUID.randomUUID(), object, name, domain))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
        return object;
    }
}
