package org.entente.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.Test;

/** Every page with things on it that are ordinary and things that are hostile, light and dark, narrow and wide. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ConsoleWalkIT extends ConsoleIT {

    /** Every page, by the name of its picture; what stands in braces is made by {@link #exchangeFullOf}. */
    private static final Map<String, String> PAGES = pages();

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console");
        pages.put("reviews", "/console/reviews?submitter={holder}");
        pages.put("reviews-all", "/console/reviews?state=all&submitter={holder}");
        pages.put("review", "/console/reviews/{held}");
        pages.put("review-refused", "/console/reviews/{refused}");
        pages.put("reports", "/console/reports");
        pages.put("object", "/console/objects/{known}");
        pages.put("search", "/console/search?q=a");
        pages.put("audit", "/console/audit");
        pages.put("advisories", "/console/advisories");
        pages.put("advisory", "/console/advisories/{advisory}");
        pages.put("advisory-preview", "/console/advisories/{advisory}/preview");
        pages.put("mitigations", "/console/mitigations");
        pages.put("delivery", "/console/delivery");
        pages.put("recalls", "/console/recalls");
        pages.put("recalls-open", "/console/recalls?open=true");
        pages.put("recall", "/console/recalls/{recall}");
        pages.put("recall-form", "/console/recalls/of/{object}");
        pages.put("partners", "/console/partners");
        pages.put("partner", "/console/partners/{partner}");
        pages.put("partner-credentials", "/console/partners/{partner}/credentials");
        pages.put("partner-reading", "/console/partners/{partner}/reading");
        pages.put("policy", "/console/partners/{partner}/policy");
        pages.put("policy-version", "/console/partners/{partner}/policy/versions/1");
        pages.put("policy-form", "/console/partners/{partner}/policy/new-draft");
        pages.put("draft", "/console/partners/{partner}/policy/drafts/{draft}");
        pages.put("draft-form", "/console/partners/{partner}/policy/drafts/{draft}/form");
        pages.put("communities", "/console/communities");
        pages.put("community", "/console/communities/{community}");
        pages.put("operators", "/console/operators");
        pages.put("operator", "/console/operators/{operator}");
        pages.put("operator-credentials", "/console/operators/{operator}/credentials");
        pages.put("problem", "/console/nowhere");
        return pages;
    }

    private static final String POLICY = """
            {"to": {"maxTlp": "RED", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "everyone"}}
            """;

    /** What must not come of text: elements and attributes that no template has. */
    private static final String FOREIGN = """
            () => [...document.querySelectorAll('main *')].filter(e =>
                ['SCRIPT', 'STYLE', 'SVG', 'IMG', 'LINK', 'META', 'BASE', 'OBJECT', 'EMBED', 'TEMPLATE', 'ANIMATE']
                    .includes(e.tagName.toUpperCase())
                || (e.tagName === 'IFRAME' && (e.getAttribute('sandbox') !== '' || !e.getAttribute('src').startsWith('/console/')))
                || [...e.attributes].some(a => a.name.startsWith('on') || a.name.startsWith('hx-on') || a.name === 'style')
                || (e.tagName === 'A' && !e.getAttribute('href').startsWith('/console'))
                || (e.tagName === 'FORM' && !e.getAttribute('action').startsWith('/console'))
            ).map(e => e.outerHTML.substring(0, 200))
            """;

    @Test
    void everyPageIsForEverybodyWhateverTheyCanSee() {
        Map<String, String> names =
                exchangeFullOf(List.of("An ordinary text", "Another, of some length, about nothing"));
        Page page = signedIn("admin");

        List<String> found = new ArrayList<>();
        PAGES.forEach((name, path) -> {
            page.navigate(filled(path, names));
            try {
                inspect(page, name);
            } catch (AssertionError finding) {
                found.add(finding.getMessage());
            }
        });

        assertThat(found).as("what is found on all pages").isEmpty();
    }

    @Test
    void submittedTextRunsNowhere() {
        Map<String, String> names = exchangeFullOf(HostileText.all());
        Page page = signedIn("admin");
        List<String> dialogs = new ArrayList<>();
        page.onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });
        AtomicInteger shown = new AtomicInteger();

        PAGES.forEach((name, path) -> {
            page.navigate(filled(path, names));
            assertThat(page.title()).as("title of %s", name).endsWith("Entente");
            assertThat((List<?>) page.evaluate(FOREIGN))
                    .as("foreign elements on %s", name)
                    .isEmpty();
            String text = page.locator("body").textContent();
            assertThat(text)
                    .as("text of %s", name)
                    .doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069\\u200B\\u2028]");
            shown.addAndGet(text.split("⟦U\\+202E⟧", -1).length - 1);
        });

        assertThat(dialogs).isEmpty();
        assertThat(shown.get()).as("times that a hidden character is shown").isGreaterThan(3);
        page.navigate(filled("/console/partners/{partner}/reading", names));
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(java.nio.file.Path.of("target", "screenshots", "hostile-reading.png")));
    }

    private static String filled(String path, Map<String, String> names) {
        String filled = path;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    /** Makes one of everything that a page is about, with these texts in every field that takes some. */
    private static Map<String, String> exchangeFullOf(List<String> texts) {
        PartnersOverRest partners = new PartnersOverRest(access());
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        String partner = "walk-" + suffix;
        String community = "walked-" + suffix;
        String operator = "walker-" + suffix;
        String object = "indicator--" + UUID.randomUUID();
        AtomicInteger turn = new AtomicInteger();
        partners.partner(partner, POLICY);
        partners.community(community, partner, "xb-cert");
        rest("admin")
                .body(Map.of("id", operator, "title", next(texts, turn), "roles", List.of("auditor")))
                .post("/api/v1/operators")
                .then()
                .statusCode(201);
        rest("admin")
                .body(Map.of("kind", "token", "issuer", next(texts, turn), "subject", suffix + next(texts, turn)))
                .post("/api/v1/operators/" + operator + "/credentials")
                .then()
                .statusCode(201);
        for (String text : texts) {
            String held = "c-" + UUID.randomUUID().toString().substring(0, 8);
            rest("admin")
                    .body(Map.of("id", held, "title", text))
                    .post("/api/v1/communities")
                    .then()
                    .statusCode(201);
            rest("admin")
                    .body(Map.of("title", text, "roles", List.of("submitter", "subscriber")))
                    .put("/api/v1/partners/" + partner)
                    .then()
                    .statusCode(200);
            rest("admin")
                    .body(Map.of("title", text))
                    .put("/api/v1/communities/" + community)
                    .then()
                    .statusCode(200);
            draft(partner, text);
        }
        int draft = draft(partner, next(texts, turn));
        submit(partners, partner, community, object, texts);
        String known = "indicator--" + UUID.randomUUID();
        submit(partners, partner, community, known, List.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rest("curator")
                                .get("/api/v1/objects/" + object + "/audience")
                                .statusCode()
                        == 200);
        String holder = "holder-" + suffix;
        List<String> held = held(partners, holder, community, texts);
        String advisory = advisory(object, texts);
        String recall = rest("curator")
                .body(Map.of("reason", String.join("\n", texts)))
                .post("/api/v1/objects/" + object + "/recall")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return Map.ofEntries(
                Map.entry("advisory", advisory),
                Map.entry("partner", partner),
                Map.entry("community", community),
                Map.entry("operator", operator),
                Map.entry("draft", Integer.toString(draft)),
                Map.entry("object", object),
                Map.entry("known", known),
                Map.entry("holder", holder),
                Map.entry("held", held.get(0)),
                Map.entry("refused", held.get(1)),
                Map.entry("recall", recall));
    }

    private static String advisory(String object, List<String> texts) {
        AtomicInteger turn = new AtomicInteger();
        List<Map<String, String>> sections =
                texts.stream().map(text -> Map.of("title", text, "text", text)).toList();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("title", next(texts, turn));
        content.put("tlp", "TLP:GREEN");
        content.put("summary", String.join("\n\n", texts));
        content.put("sections", sections);
        content.put("products", List.of(Map.of("id", "gw", "vendor", next(texts, turn), "name", next(texts, turn))));
        content.put(
                "vulnerabilities",
                List.of(
                        Map.of("cve", "CVE-2024-3400", "notes", next(texts, turn)),
                        Map.of(
                                "title",
                                next(texts, turn),
                                "cvss",
                                List.of(Map.of("vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H")),
                                "statuses",
                                List.of(Map.of("status", "known_affected", "products", List.of("gw"))),
                                "remediations",
                                List.of(Map.of("category", "mitigation", "details", next(texts, turn))))));
        content.put("references", List.of(Map.of("summary", next(texts, turn), "url", "https://example.org/")));
        String written = rest("curator")
                .body(Map.of("content", content, "reason", next(texts, turn)))
                .post("/api/v1/advisories")
                .then()
                .statusCode(201)
                .extract()
                .path("trackingId");
        rest("curator")
                .header("If-Match", "\"1\"")
                .body(Map.of("objects", List.of(object)))
                .post("/api/v1/advisories/" + written + "/gathered")
                .then()
                .statusCode(200);
        return written;
    }

    private static String next(List<String> texts, AtomicInteger turn) {
        return texts.get(turn.getAndIncrement() % texts.size());
    }

    private static int draft(String partner, String reason) {
        return rest("curator")
                .body("{\"policy\": {\"to\": {\"maxTlp\": \"GREEN\"}}, \"reason\": " + quoted(reason) + "}")
                .post("/api/v1/partners/" + partner + "/policy/drafts")
                .then()
                .statusCode(201)
                .extract()
                .path("number");
    }

    private static void submit(
            PartnersOverRest partners, String partner, String community, String object, List<String> texts) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        List<Map<String, Object>> objects = new ArrayList<>();
        objects.add(indicator(object, now, "An indicator", "c2.example.net"));
        for (String text : texts) {
            objects.add(indicator("indicator--" + UUID.randomUUID(), now, text, text));
        }
        submit(partners, partner, community, objects);
    }

    private static void submit(
            PartnersOverRest partners, String partner, String community, List<Map<String, Object>> objects) {
        partners.as(partner)
                .queryParam("communities", community)
                .contentType("application/stix+json;version=2.1")
                .body(Map.of("type", "bundle", "id", "bundle--" + UUID.randomUUID(), "objects", objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
    }

    private static Map<String, Object> indicator(String id, String now, String name, String value) {
        String literal = value.replace("\\", "\\\\").replace("'", "\\'");
        return Map.of(
                "type",
                "indicator",
                "spec_version",
                "2.1",
                "id",
                id,
                "created",
                now,
                "modified",
                now,
                "name",
                name,
                "description",
                name,
                "pattern",
                "[domain-name:value = '" + literal + "']",
                "pattern_type",
                "stix",
                "valid_from",
                now);
    }

    /** Two held objects of one pattern; one waits for an answer, one is refused, in these words. */
    private static List<String> held(PartnersOverRest partners, String holder, String community, List<String> texts) {
        String words = String.join("\n", texts);
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        partners.partner(holder, POLICY.replace("accept", "hold"));
        rest("admin")
                .put("/api/v1/communities/" + community + "/members/" + holder)
                .then()
                .statusCode(200);
        List<String> held = new ArrayList<>();
        for (String id : List.of("indicator--" + UUID.randomUUID(), "indicator--" + UUID.randomUUID())) {
            String all = String.join(" ", texts);
            submit(partners, holder, community, List.of(indicator(id, now, all, all)));
            held.add(rest("curator")
                    .get("/api/v1/reviews?limit=200&submitter=" + holder + "&text=" + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items[0].id"));
        }
        rest("curator")
                .body(Map.of("question", words))
                .post("/api/v1/reviews/" + held.get(0) + "/question")
                .then()
                .statusCode(200);
        rest("curator")
                .body(Map.of("action", "refuse", "reason", words))
                .post("/api/v1/reviews/" + held.get(1) + "/decision")
                .then()
                .statusCode(200);
        return held;
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    private static RequestSpecification rest(String operator) {
        return given().contentType("application/json")
                .auth()
                .preemptive()
                .basic(
                        access().caller(operator).username(),
                        access().caller(operator).password());
    }
}
