package org.entente.walks;

import static org.entente.walks.Walk.HOLDING_POLICY;
import static org.entente.walks.Walk.POLICY;
import static org.entente.walks.Walk.access;
import static org.entente.walks.Walk.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.ValidatableResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.testing.PartnersOverRest;

/** Makes one of everything that a page is about, with these texts in every field that takes some. */
final class FullExchange {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PartnersOverRest partners = new PartnersOverRest(access());
    private final List<String> texts;
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String partner = "walk-" + suffix;
    private final String holder = "holder-" + suffix;
    private final String community = "walked-" + suffix;
    private final String operator = "walker-" + suffix;
    private final String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    private int turn;

    FullExchange(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /** The names of what was made, by what it is. */
    Map<String, String> make() {
        Map<String, String> names = new HashMap<>();
        names.put("partner", partner);
        names.put("holder", holder);
        names.put("community", community);
        names.put("operator", operator);
        partners.partner(partner, POLICY);
        partners.community(community, partner, "xb-cert");
        operator();
        titles();
        names.put("draft", Integer.toString(draft(next())));
        objects(names);
        held(names);
        names.put("advisory", advisory(names.get("object")));
        names.put("recall", recall(names.get("object")));
        names.put("erased", erased());
        rulesAndHolds();
        return names;
    }

    private String next() {
        return texts.get(turn++ % texts.size());
    }

    private static ValidatableResponse done(String operator, String method, String path, Map<String, ?> body) {
        ValidatableResponse answer =
                rest(operator).body(body).request(method, path).then();
        answer.statusCode(org.hamcrest.Matchers.lessThan(300));
        return answer;
    }

    private void operator() {
        done(
                "admin",
                "POST",
                "/api/v1/operators",
                Map.of("id", operator, "title", next(), "roles", List.of("auditor")));
        done(
                "admin",
                "POST",
                "/api/v1/operators/" + operator + "/credentials",
                Map.of("kind", "token", "issuer", next(), "subject", suffix + next()));
    }

    private void titles() {
        for (String text : texts) {
            done(
                    "admin",
                    "POST",
                    "/api/v1/communities",
                    Map.of("id", "c-" + UUID.randomUUID().toString().substring(0, 8), "title", text));
            done(
                    "admin",
                    "PUT",
                    "/api/v1/partners/" + partner,
                    Map.of("title", text, "roles", List.of("submitter", "subscriber")));
            draft(text);
        }
        done("admin", "PUT", "/api/v1/communities/" + community, Map.of("title", next()));
    }

    private int draft(String reason) {
        return done(
                        "curator",
                        "POST",
                        "/api/v1/partners/" + partner + "/policy/drafts",
                        Map.of("policy", Map.of("to", Map.of("maxTlp", "GREEN")), "reason", reason))
                .extract()
                .path("number");
    }

    /** Some indicators, a report that holds them, and a mitigation of what it is about. */
    private void objects(Map<String, String> names) {
        String words = String.join(" ", texts);
        for (String name : List.of("object", "known")) {
            names.put(name, id("indicator"));
        }
        for (String type : List.of("report", "course-of-action", "vulnerability", "relationship")) {
            names.put(type, id(type));
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        objects.add(indicator(names.get("object"), "An indicator", "c2.example.net"));
        objects.add(indicator(names.get("known"), "Another indicator", "c3.example.net"));
        texts.forEach(text -> objects.add(indicator(id("indicator"), text, text)));
        objects.add(with(names.get("vulnerability"), Map.of("name", next(), "description", words)));
        objects.add(with(names.get("course-of-action"), Map.of("name", next(), "description", words)));
        objects.add(with(
                names.get("relationship"),
                Map.of(
                        "relationship_type", "mitigates",
                        "source_ref", names.get("course-of-action"),
                        "target_ref", names.get("vulnerability"))));
        objects.add(with(
                names.get("report"),
                Map.of(
                        "name",
                        words,
                        "description",
                        words,
                        "published",
                        now,
                        "object_refs",
                        List.of(names.get("known"), names.get("vulnerability"), names.get("course-of-action")))));
        submit(partner, objects);
        for (String made : List.of(names.get("object"), names.get("report"))) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            isThere("/api/v1/objects/" + made) && isThere("/api/v1/objects/" + made + "/audience"));
        }
    }

    private static boolean isThere(String path) {
        return rest("curator").get(path).statusCode() == 200;
    }

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private Map<String, Object> indicator(String id, String name, String value) {
        String literal = value.replace("\\", "\\\\").replace("'", "\\'");
        return with(
                id,
                Map.of(
                        "name", name,
                        "description", name,
                        "pattern", "[domain-name:value = '" + literal + "']",
                        "pattern_type", "stix",
                        "valid_from", now));
    }

    private Map<String, Object> with(String id, Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", id.substring(0, id.indexOf("--")));
        object.put("spec_version", "2.1");
        object.put("id", id);
        object.put("created", now);
        object.put("modified", now);
        object.putAll(properties);
        return object;
    }

    private void submit(String submitter, List<Map<String, Object>> objects) {
        partners.as(submitter)
                .queryParam("communities", community)
                .contentType("application/stix+json;version=2.1")
                // As bytes: the client would write a type it does not know in ISO 8859-1, and lose what is to be shown.
                .body(utf8(Map.of("type", "bundle", "id", "bundle--" + UUID.randomUUID(), "objects", objects)))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
    }

    private static byte[] utf8(Map<String, Object> body) {
        try {
            return new ObjectMapper().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Two held objects of one pattern; one waits for an answer, one is refused, in these words. */
    private void held(Map<String, String> names) {
        String words = String.join("\n", texts);
        partners.partner(holder, HOLDING_POLICY);
        rest("admin")
                .put("/api/v1/communities/" + community + "/members/" + holder)
                .then()
                .statusCode(200);
        for (String name : List.of("held", "refused")) {
            String id = id("indicator");
            String all = String.join(" ", texts);
            submit(holder, List.of(indicator(id, all, all)));
            names.put(
                    name,
                    rest("curator")
                            .get("/api/v1/reviews?submitter=" + holder + "&text=" + id)
                            .then()
                            .statusCode(200)
                            .extract()
                            .path("items[0].id"));
        }
        done("curator", "POST", "/api/v1/reviews/" + names.get("held") + "/question", Map.of("question", words));
        done(
                "curator",
                "POST",
                "/api/v1/reviews/" + names.get("refused") + "/decision",
                Map.of("action", "refuse", "reason", words));
    }

    private String erased() {
        String id = id("indicator");
        submit(partner, List.of(indicator(id, next(), "c4.example.net")));
        done("admin", "POST", "/api/v1/objects/" + id + "/purge", Map.of("reason", next()));
        return id;
    }

    private void rulesAndHolds() {
        done(
                "curator",
                "POST",
                "/api/v1/retention/rules",
                Map.of("days", 36_500, "since", "valid-until", "reason", next()));
        done("curator", "POST", "/api/v1/retention/holds", Map.of("partner", holder, "reason", next()));
    }

    private String advisory(String object) {
        String written = done("curator", "POST", "/api/v1/advisories", Map.of("content", content(), "reason", next()))
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

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("title", next());
        content.put("tlp", "TLP:GREEN");
        content.put("summary", String.join("\n\n", texts));
        content.put(
                "sections",
                texts.stream().map(text -> Map.of("title", text, "text", text)).toList());
        content.put("products", List.of(Map.of("id", "gw", "vendor", next(), "name", next())));
        content.put(
                "vulnerabilities",
                List.of(
                        Map.of("cve", "CVE-2024-3400", "notes", next()),
                        Map.of(
                                "title",
                                next(),
                                "cvss",
                                List.of(Map.of("vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H")),
                                "statuses",
                                List.of(Map.of("status", "known_affected", "products", List.of("gw"))),
                                "remediations",
                                List.of(Map.of("category", "mitigation", "details", next())))));
        content.put("references", List.of(Map.of("summary", next(), "url", "https://example.org/")));
        return content;
    }

    private String recall(String object) {
        return done(
                        "curator",
                        "POST",
                        "/api/v1/objects/" + object + "/recall",
                        Map.of("reason", String.join("\n", texts)))
                .extract()
                .path("id");
    }
}
