package org.entente.walks;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.csaf.document.Samples;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.Test;

/** An advisory from the first draft to its withdrawal, by two persons at their browsers. */
abstract class AdvisoryWalk extends Walk {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String sender = "sends-" + suffix;
    private final String reader = "reads-" + suffix;
    private final String circle = "circle-" + suffix;
    private final String title = "Gateways " + suffix;

    @Test
    void advisoryIsDraftedReviewedPublishedAmendedAndWithdrawn() {
        PartnersOverRest partners = new PartnersOverRest(access());
        partners.partner(sender, POLICY);
        partners.partner(reader, POLICY);
        partners.community(circle, sender, reader);
        String first = "indicator--" + UUID.randomUUID();
        String twin = "indicator--" + UUID.randomUUID();
        submit(partners, first, twin);
        Page curator = signedIn("curator");
        String id = drafted(curator);
        gathered(curator, first, twin);
        previewed(curator);
        reviewed(curator.url());
        curator.reload();
        button(curator, "Publish");
        assertThat(curator.locator("dl.facts").first()).containsText("published");
        Awaitility.await().atMost(PATIENCE).until(() -> titleFor(partners, id), title::equals);

        curator.getByLabel("Reason, for the history (needed)").fill("A new range of versions");
        button(curator, "Begin a new version");
        assertThat(curator.locator("dl.facts").first()).containsText("draft, version 2; partners have version 1");
        inspect(curator, "advisory-amendment");
        button(curator, "Give up the new version");
        assertThat(curator.locator("dl.facts").first()).containsText("published, version 1");
        amended(curator);
        Awaitility.await().atMost(PATIENCE).until(() -> summaryFor(partners, id), "Exploited widely."::equals);

        curator.onDialog(Dialog::accept);
        curator.getByText("Withdraw it").click();
        curator.getByLabel("Why, read by whoever has it").fill("It was wrong");
        button(curator, "Withdraw for good");
        assertThat(curator.locator("dl.facts").first()).containsText("withdrawn");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> partners.as(reader).get("/api/v1/advisories/" + id).statusCode() == 404);
    }

    private String drafted(Page curator) {
        curator.navigate("/console/advisories");
        link(curator, "Write an advisory");
        curator.getByLabel("Title", new Page.GetByLabelOptions().setExact(true)).fill(title);
        curator.getByLabel("TLP").selectOption("TLP:AMBER");
        curator.getByLabel("Summary, in Markdown").fill("A flaw is **exploited**.");
        curator.getByLabel("Products: id").fill("gw | Acme | Gateway | | before 9.2");
        curator.getByLabel("CVE of vulnerability 1").fill("CVE-2024-3400");
        curator.getByLabel("Products of vulnerability 1").fill("known_affected | nowhere");
        curator.getByLabel("References: what it is").fill("Vendor | https://example.org/gw | too much");
        button(curator, "Save as a draft");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("Reference 1");
        curator.getByLabel("References: what it is").fill("Vendor | https://example.org/gw");
        button(curator, "Save as a draft");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("nowhere");
        curator.getByLabel("Products of vulnerability 1").fill("known_affected | gw");
        button(curator, "Save as a draft");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("needs an audience");
        curator.getByLabel("Communities", new Page.GetByLabelOptions().setExact(true))
                .fill(circle);
        button(curator, "More rows, without saving");
        curator.getByLabel("Title of section 2").fill("What to look for");
        curator.getByLabel("Text of section 2").fill("Logins at night.");
        inspect(curator, "advisory-form");
        button(curator, "Save as a draft");
        assertThat(curator.getByRole(AriaRole.STATUS).first()).containsText("Created.");
        return curator.locator("h1").textContent().replace("Advisory ", "").strip();
    }

    private void gathered(Page curator, String first, String twin) {
        curator.getByText("Gather objects", new Page.GetByTextOptions().setExact(true))
                .click();
        curator.getByLabel("Ids of objects").fill(first + "\n" + twin);
        button(curator, "Gather");
        assertThat(curator.locator("table")).containsText("equivalent patterns");
        inspect(curator, "advisory-gathered");
        link(curator, "To the advisory");
        assertThat(curator.locator("main")).containsText("c2[.]example[.]net");
    }

    private void previewed(Page curator) {
        link(curator, "Preview");
        assertThat(curator.frameLocator("iframe").locator("body")).containsText("Logins at night.");
        assertThat(curator.frameLocator("iframe").locator("body")).containsText("A flaw is exploited.");
        curator.getByLabel("As this partner would have it").fill(reader);
        button(curator, "Show");
        assertThat(curator.frameLocator("iframe").locator("body")).containsText(title);
        link(curator, "Back to the advisory");
        button(curator, "Submit for review");
        assertThat(curator.locator("dl.facts").first()).containsText("in-review");
        assertThat(curator.getByRole(AriaRole.BUTTON, named("Approve"))).hasCount(0);
    }

    private void reviewed(String url) {
        Page approver = signedIn("approver");
        approver.navigate(url);
        assertThat(approver.locator("tr", new Page.LocatorOptions().setHasText(reader)))
                .containsText("release");
        inspect(approver, "advisory-review");
        button(approver, "Decline");
        assertThat(approver.getByRole(AriaRole.ALERT)).containsText("Why");
        button(approver, "Approve");
        assertThat(approver.locator("dl.facts").first()).containsText("approved");
    }

    private void amended(Page curator) {
        curator.getByLabel("Reason, for the history (needed)").fill("It spreads");
        button(curator, "Begin a new version");
        link(curator, "Edit");
        curator.getByLabel("Summary, in Markdown").fill("Exploited widely.");
        button(curator, "Save as a draft");
        button(curator, "Submit for review");
        assertThat(curator.locator("dl.facts").first()).containsText("in-review, version 2");
        Page approver = signedIn("approver");
        approver.navigate(curator.url());
        button(approver, "Approve");
        assertThat(approver.locator("dl.facts").first()).containsText("approved, version 2");
        curator.reload();
        button(curator, "Publish");
        assertThat(curator.locator("dl.facts").first()).containsText("amended, version 2");
    }

    @Test
    void ofTwoEditorsTheLaterSeesWhatTheEarlierWroteAndKeepsTheOwnText() {
        String id = rest("curator")
                .body(Map.of("content", Map.of("title", title, "tlp", "TLP:GREEN", "summary", "Before.")))
                .post("/api/v1/advisories")
                .then()
                .statusCode(201)
                .extract()
                .path("trackingId");
        Page first = signedIn("curator");
        Page second = signedIn("approver");
        first.navigate("/console/advisories/" + id + "/form");
        second.navigate("/console/advisories/" + id + "/form");

        first.getByLabel("Summary, in Markdown").fill("Of the first.");
        button(first, "Save as a draft");
        assertThat(first.getByRole(AriaRole.STATUS).first()).containsText("Saved.");
        second.getByLabel("Summary, in Markdown").fill("Of the second.");
        button(second, "Save as a draft");

        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Somebody else has changed it");
        assertThat(second.locator(".alert-warning")).containsText("Of the first.");
        assertThat(second.getByLabel("Summary, in Markdown")).hasValue("Of the second.");
        assertThat(summary(id)).isEqualTo("Of the first.");
        inspect(second, "advisory-conflict");
        second.getByLabel("Summary, in Markdown").fill("Of the first. Of the second.");
        button(second, "Save as a draft");
        assertThat(second.getByRole(AriaRole.STATUS).first()).containsText("Saved.");
        assertThat(summary(id)).isEqualTo("Of the first. Of the second.");
    }

    @Test
    void hostileTextInTheEditorIsTextAndComesBackAsItWas() {
        Page curator = signedIn("curator");
        curator.navigate("/console/advisories/new");
        String text = String.join("\n", HostileText.all()).strip();

        curator.getByLabel("Title", new Page.GetByLabelOptions().setExact(true)).fill("x".repeat(20));
        curator.getByLabel("Summary, in Markdown").fill(text);
        curator.getByLabel("Further parts").fill("</textarea><script>alert(1)</script>");
        button(curator, "Save as a draft");

        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("Further parts");
        assertThat(curator.getByLabel("Further parts")).hasValue("</textarea><script>alert(1)</script>");
        assertThat((List<?>)
                        curator.evaluate("() => [...document.querySelectorAll('main script, main img, main svg')]"))
                .isEmpty();
    }

    @Test
    void documentOfAnotherBecomesADraftAndIsKeptToTheByte() throws IOException {
        String hostile = String.join(" ", HostileText.all()).replace('\n', ' ').substring(0, 250);
        FilePayload file = new FilePayload(
                "other.json",
                "application/json",
                Samples.with("/document/title", TextNode.valueOf(hostile).toString())
                        .toPrettyString()
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        Page curator = signedIn("curator");
        curator.navigate("/console/advisories");
        link(curator, "Import a CSAF document");

        curator.getByLabel("Document, CSAF").setInputFiles(file);
        curator.getByLabel("Partners", new Page.GetByLabelOptions().setExact(true))
                .fill("nobody-of-that-name");
        button(curator, "Import");
        assertThat(curator.getByRole(AriaRole.ALERT)).containsText("none of your communities");
        curator.getByLabel("Document, CSAF").setInputFiles(file);
        curator.getByLabel("Partners", new Page.GetByLabelOptions().setExact(true))
                .fill("");
        button(curator, "Import");
        assertThat(curator.locator("dl")).containsText("XA-2026-0001");
        inspect(curator, "advisory-imported");
        curator.locator("main a").first().click();
        Download original = curator.waitForDownload(() -> link(curator, "the document as it came"));

        assertThat(Files.readAllBytes(original.path())).isEqualTo(file.buffer);
        assertThat(curator.request()
                        .post(
                                "/console/advisories/imports",
                                RequestOptions.create()
                                        .setMultipart(FormData.create().set("document", file)))
                        .status())
                .as("without the token of a page")
                .isEqualTo(403);
    }

    private static String summary(String id) {
        return rest("auditor").get("/api/v1/advisories/" + id).path("content.summary");
    }

    private String titleFor(PartnersOverRest partners, String id) {
        return readersPart(partners, id, "title");
    }

    private String summaryFor(PartnersOverRest partners, String id) {
        return readersPart(partners, id, "summary");
    }

    private String readersPart(PartnersOverRest partners, String id, String name) {
        return partners.as(reader)
                .accept("application/json")
                .get("/api/v1/advisories/" + id)
                .path("content." + name);
    }

    private void submit(PartnersOverRest partners, String... ids) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        List<Map<String, String>> objects = List.of(
                indicator(ids[0], now, "[domain-name:value = 'c2.example.net']"),
                indicator(ids[1], now, "[ domain-name:value='c2.example.net' ]"));
        partners.as(sender)
                .queryParam("communities", circle)
                .contentType("application/stix+json;version=2.1")
                .body(Map.of("type", "bundle", "id", "bundle--" + UUID.randomUUID(), "objects", objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
        for (String id : ids) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> rest("auditor")
                                    .get("/api/v1/objects/" + id + "/audience")
                                    .statusCode()
                            == 200);
        }
    }

    private static Map<String, String> indicator(String id, String now, String pattern) {
        return Map.of(
                "type", "indicator",
                "spec_version", "2.1",
                "id", id,
                "created", now,
                "modified", now,
                "pattern", pattern,
                "pattern_type", "stix",
                "valid_from", now);
    }
}
