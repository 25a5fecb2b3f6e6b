package org.entente.audit;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.entente.csaf.document.Samples;
import org.entente.testing.PartnersOverRest;

/**
 * Each route by which something is changed, with a call that changes something. A new one needs a line here: a step where an
 * operator may call it, else a reason why nothing has to be noted.
 */
final class ChangingRoutes {

    /** What is worked out or checked, and not kept. */
    static final Set<String> CHANGE_NOTHING = Set.of(
            "POST /api/v1/audience",
            "POST /api/v1/partners/{partner}/policy/simulation",
            "POST /api/v1/reviews/bulk/preview");

    /** What partners send in; tables of their own keep who sent what and when. */
    static final Set<String> SENT_IN = Set.of(
            "POST /api/v1/submissions",
            "POST /taxii2/exchange/collections/{collection}/objects",
            "DELETE /taxii2/exchange/collections/{collection}/objects/{object}",
            "PUT /api/v1/mitigations/{object}/uptake",
            "POST /api/v1/questions/{question}/answer");

    /** One for the whole exchange, newer ones only: noted, but another in a test would keep other tests from theirs. */
    static final Set<String> ONE_FOR_ALL = Set.of("PUT /api/v1/kev");

    private static final String JSON = "application/json";
    private static final String OPEN =
            "{\"to\":{\"maxTlp\":\"GREEN\",\"kinds\":\"*\",\"communities\":\"*\",\"sectors\":\"*\","
                    + "\"regions\":\"*\",\"originators\":\"*\"},\"from\":{\"kinds\":\"*\",\"assumedTlp\":\"GREEN\","
                    + "\"maxConfidence\":100,\"mode\":\"%s\",\"attribution\":\"everyone\"}}";

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String partner = "p-" + mark;
    private final String community = "c-" + mark;
    private final String operator = "o-" + mark;
    private final PartnersOverRest rest;
    private final Pool pool;
    private final List<Step> steps = new ArrayList<>();

    /** @param name of the actor that the trail is to show; empty for a partner that is not named */
    record Step(String route, String actor, String name, Supplier<Response> call) {}

    ChangingRoutes(PartnersOverRest rest, Pool pool) {
        this.rest = rest;
        this.pool = pool;
        directory();
        credentials();
        drafts();
        exchange();
        retention();
        step(
                "POST /api/v1/advisories/imports",
                "curator",
                () -> post(
                        "curator", "/api/v1/advisories/imports", Samples.sound().toString()));
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    private void step(String route, String operator, Supplier<Response> call) {
        steps.add(new Step(route, "operator", operator, call));
    }

    private void directory() {
        String partners = "/api/v1/partners";
        String body = "{\"id\":\"%s\",\"title\":\"Of a test\",\"roles\":%s}";
        step(
                "POST " + partners,
                "admin",
                () -> post("admin", partners, body.formatted(partner, "[\"submitter\",\"subscriber\"]")));
        step(
                "PUT " + partners + "/{partner}",
                "admin",
                () -> json("admin")
                        .body("{\"title\":\"Another title\",\"roles\":[\"submitter\",\"subscriber\"]}")
                        .put(partners + "/" + partner));
        String suspension = partners + "/" + partner + "/suspension";
        step(
                "POST " + partners + "/{partner}/suspension",
                "admin",
                () -> post("admin", suspension, "{\"reason\":\"For a test\"}"));
        step(
                "DELETE " + partners + "/{partner}/suspension",
                "admin",
                () -> rest.as("admin").delete(suspension));
        step(
                "POST " + partners + "/{partner}/kafka-credential",
                "admin",
                () -> rest.as("admin").post(partners + "/" + partner + "/kafka-credential"));
        String communities = "/api/v1/communities";
        step(
                "POST " + communities,
                "admin",
                () -> post("admin", communities, "{\"id\":\"%s\",\"title\":\"Of a test\"}".formatted(community)));
        step(
                "PUT " + communities + "/{community}",
                "admin",
                () -> json("admin").body("{\"title\":\"Another\"}").put(communities + "/" + community));
        String member = communities + "/" + community + "/members/" + partner;
        step(
                "PUT " + communities + "/{community}/members/{partner}",
                "admin",
                () -> rest.as("admin").put(member));
        step(
                "DELETE " + communities + "/{community}/members/{partner}",
                "admin",
                () -> rest.as("admin").delete(member));
        step(
                "POST /api/v1/operators",
                "admin",
                () -> post("admin", "/api/v1/operators", body.formatted(operator, "[\"auditor\"]")));
        step(
                "PUT /api/v1/operators/{operator}",
                "admin",
                () -> json("admin")
                        .body("{\"title\":\"Another\",\"roles\":[\"curator\"]}")
                        .put("/api/v1/operators/" + operator));
    }

    private void credentials() {
        credentials("/api/v1/partners/{owner}/credentials", "/api/v1/partners/" + partner + "/credentials");
        credentials("/api/v1/operators/{owner}/credentials", "/api/v1/operators/" + operator + "/credentials");
        step("POST /api/v1/tokens", "curator", () -> rest.as("curator").post("/api/v1/tokens"));
    }

    private void credentials(String route, String path) {
        String[] made = {""};
        step("POST " + route, "admin", () -> {
            Response added = post("admin", path, "{\"kind\":\"password\"}");
            made[0] = path + "/" + added.jsonPath().getString("id");
            return added;
        });
        step(
                "POST " + route + "/{credential}/rotation",
                "admin",
                () -> rest.as("admin").post(made[0] + "/rotation"));
        step(
                "DELETE " + route + "/{credential}",
                "admin",
                () -> rest.as("admin").delete(made[0]));
    }

    private void drafts() {
        String route = "/api/v1/partners/{partner}/policy/drafts";
        String path = "/api/v1/partners/" + partner + "/policy/drafts";
        String draft = "{\"policy\":" + OPEN.formatted("hold") + ",\"reason\":\"For a test\"}";
        step("POST " + route, "curator", () -> post("curator", path, draft));
        step(
                "PUT " + route + "/{number}",
                "curator",
                () -> json("curator")
                        .header("If-Match", tag(path + "/1"))
                        .body(draft)
                        .put(path + "/1"));
        step(
                "POST " + route + "/{number}/submission",
                "curator",
                () -> rest.as("curator").post(path + "/1/submission"));
        step(
                "POST " + route + "/{number}/rejection",
                "approver",
                () -> post("approver", path + "/1/rejection", "{\"reason\":\"Not yet\"}"));
        step("POST " + route, "curator", () -> post("curator", path, draft));
        step(
                "DELETE " + route + "/{number}",
                "curator",
                () -> rest.as("curator").delete(path + "/2"));
        step("POST " + route, "curator", () -> post("curator", path, draft));
        step(
                "POST " + route + "/{number}/submission",
                "curator",
                () -> rest.as("curator").post(path + "/3/submission"));
        step(
                "POST " + route + "/{number}/approval",
                "approver",
                () -> rest.as("approver").header("If-Match", tag(path + "/3")).post(path + "/3/approval"));
    }

    private void exchange() {
        String malware = "malware--" + UUID.randomUUID();
        String[] password = {""};
        step("POST /api/v1/partners/{owner}/credentials", "admin", () -> {
            Response added = post("admin", "/api/v1/partners/" + partner + "/credentials", "{\"kind\":\"password\"}");
            password[0] = added.jsonPath().getString("username") + " "
                    + added.jsonPath().getString("password");
            return added;
        });
        reviews(password);
        step("POST /api/v1/reviews/{id}/decision", "curator", () -> {
            submit(password[0].split(" "), malware);
            return post("curator", "/api/v1/reviews/" + held(malware) + "/decision", "{\"action\":\"release\"}");
        });
        steps.addAll(new AdvisorySteps(rest, malware).steps());
        step(
                "POST /api/v1/objects/{object}/recall",
                "curator",
                () -> post("curator", "/api/v1/objects/" + malware + "/recall", "{\"reason\":\"For a test\"}"));
        steps.add(new Step("POST /api/v1/objects/{object}/recall", "partner", "", () -> {
            String other = "malware--" + UUID.randomUUID();
            submit(password[0].split(" "), other);
            post("approver", "/api/v1/reviews/" + held(other) + "/decision", "{\"action\":\"release\"}");
            String[] who = password[0].split(" ");
            return as(who).contentType(JSON)
                    .body("{\"reason\":\"For a test\"}")
                    .post("/api/v1/objects/" + other + "/recall");
        }));
        step(
                "POST /api/v1/quarantine/{number}/resolution",
                "admin",
                () -> post(
                        "admin", "/api/v1/quarantine/" + quarantined() + "/resolution", "{\"action\":\"withhold\"}"));
        step("POST /api/v1/kafka/drift", "admin", () -> rest.as("admin").post("/api/v1/kafka/drift"));
        steps.add(new Step(
                "POST /api/v1/recalls/{recall}/acknowledgements",
                "partner",
                partner,
                () -> as(password[0].split(" "))
                        .contentType(JSON)
                        .body("{}")
                        .post("/api/v1/recalls/" + noticed() + "/acknowledgements")));
        steps.add(new Step(
                "POST /api/v1/replays",
                "partner",
                partner,
                () -> as(password[0].split(" ")).noContentType().post("/api/v1/replays")));
        step(
                "DELETE /api/v1/replays/{id}",
                "admin",
                () -> Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        // The one asked for above may be under way yet.
                        .ignoreExceptions()
                        // The replayer may be quicker.
                        .until(
                                () -> rest.as("admin").delete("/api/v1/replays/" + replaying()),
                                answer -> answer.statusCode() == 200));
    }

    private void retention() {
        String rules = "/api/v1/retention/rules";
        // Due a hundred years after the end of its validity: nothing is.
        String rule = "{\"kinds\":[\"indicator\"],\"days\":36500,\"since\":\"valid-until\",\"reason\":\"For a test\"}";
        String[] made = {""};
        Supplier<Response> propose = () -> {
            Response proposed = post("curator", rules, rule);
            made[0] = rules + "/" + proposed.jsonPath().getString("id");
            return proposed;
        };
        step("POST " + rules, "curator", propose);
        step(
                "POST " + rules + "/{rule}/rejection",
                "approver",
                () -> rest.as("approver").post(made[0] + "/rejection"));
        step("POST " + rules, "curator", propose);
        step(
                "POST " + rules + "/{rule}/approval",
                "approver",
                () -> rest.as("approver").header("If-Match", tag(made[0])).post(made[0] + "/approval"));
        step(
                "POST /api/v1/retention/runs",
                "admin",
                () -> Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        // That of another test may be under way.
                        .until(
                                () -> rest.as("admin").post("/api/v1/retention/runs"),
                                answer -> answer.statusCode() != 409));
        step("DELETE " + rules + "/{rule}", "curator", () -> rest.as("curator").delete(made[0]));
        String holds = "/api/v1/retention/holds";
        String object = "malware--" + UUID.randomUUID();
        String[] hold = {""};
        step("POST " + holds, "curator", () -> {
            Response held = post("curator", holds, "{\"object\":\"" + object + "\",\"reason\":\"For a test\"}");
            hold[0] = holds + "/" + held.jsonPath().getString("id");
            return held;
        });
        step(
                "POST " + holds + "/{hold}/lifting",
                "admin",
                () -> post("admin", hold[0] + "/lifting", "{\"reason\":\"For a test\"}"));
        step(
                "DELETE " + holds + "/{hold}/lifting",
                "approver",
                () -> rest.as("approver").delete(hold[0] + "/lifting"));
        step("POST " + holds + "/{hold}/lifting/approval", "approver", () -> {
            post("admin", hold[0] + "/lifting", "{\"reason\":\"For a test\"}");
            return rest.as("approver").header("If-Match", tag(hold[0])).post(hold[0] + "/lifting/approval");
        });
        step("POST /api/v1/objects/{object}/purge", "admin", () -> {
            rest.as("xa-cert")
                    .contentType(JSON)
                    .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID()
                            + "\",\"objects\":[{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + object
                            + "\",\"created\":\"2025-01-01T00:00:00.000Z\",\"modified\":\"2025-01-01T00:00:00.000Z\","
                            + "\"name\":\"Of a test\",\"is_family\":false}]}")
                    .post("/api/v1/submissions")
                    .then()
                    .statusCode(202);
            return post("admin", "/api/v1/objects/" + object + "/purge", "{\"reason\":\"For a test\"}");
        });
    }

    /** What is done with a held object before it is decided. */
    private void reviews(String[] password) {
        String tool = "malware--" + UUID.randomUUID();
        String route = "/api/v1/reviews/{id}/";
        step("POST " + route + "question", "curator", () -> {
            submit(password[0].split(" "), tool);
            return post("curator", review(tool) + "/question", "{\"question\":\"For a test\"}");
        });
        step("DELETE " + route + "question", "curator", () -> rest.as("curator").delete(review(tool) + "/question"));
        String narrower = "{\"audience\":{\"exceptions\":[\"xc-cert\"]},\"reason\":\"For a test\"}";
        step("POST " + route + "audience", "approver", () -> post("approver", review(tool) + "/audience", narrower));
        String wider = "{\"audience\":{},\"reason\":\"For a test\"}";
        step("POST " + route + "consent", "curator", () -> post("curator", review(tool) + "/consent", wider));
        step("POST /api/v1/reviews/bulk/execution", "curator", () -> {
            String shown = post(
                            "curator",
                            "/api/v1/reviews/bulk/preview",
                            "{\"action\":\"refuse\",\"words\":\"For a test\",\"items\":[\"" + held(tool) + "\"]}")
                    .jsonPath()
                    .getString("token");
            return post("curator", "/api/v1/reviews/bulk/execution", "{\"token\":\"" + shown + "\"}");
        });
    }

    private String review(String object) {
        return "/api/v1/reviews/" + held(object);
    }

    private String noticed() {
        return one("INSERT INTO recall_notice (notice_id, recall_number, partner_id) SELECT gen_random_uuid(),"
                + " max(recall_number), '" + partner + "' FROM recall ON CONFLICT (recall_number, partner_id)"
                + " DO UPDATE SET acknowledged_at = NULL RETURNING notice_id::text AS found");
    }

    private String replaying() {
        return one("INSERT INTO replay (replay_id, partner_id, requested_at, feeds, until_date, after_position,"
                + " until_position, state, reached_position) VALUES (gen_random_uuid(), '" + partner
                + "', now(), 'threats', now(), 0, 0, 'waiting', 0) RETURNING replay_id::text AS found");
    }

    private static RequestSpecification as(String[] who) {
        return io.restassured.RestAssured.given().auth().preemptive().basic(who[0], who[1]);
    }

    private void submit(String[] who, String id) {
        as(who).contentType(JSON)
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID()
                        + "\",\"objects\":[{\"type\":\"malware\","
                        + "\"spec_version\":\"2.1\",\"id\":\"" + id + "\",\"created\":\"2025-01-01T00:00:00.000Z\","
                        + "\"modified\":\"2025-01-01T00:00:00.000Z\",\"name\":\"Of a test\",\"is_family\":false}]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
    }

    private String held(String object) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> one("SELECT held_id::text AS found FROM held_object WHERE object_id = '" + object + "'"),
                        found -> !found.isEmpty());
    }

    private String quarantined() {
        return one("INSERT INTO quarantine (partner_id, position, object_id, objection) VALUES ('" + partner
                + "', 0, 'malware--of-a-test', 'For a test') RETURNING quarantine_id::text AS found");
    }

    private String one(String sql) {
        var rows = pool.query(sql).execute().await().atMost(Duration.ofSeconds(10));
        return rows.rowCount() == 0 ? "" : rows.iterator().next().getString("found");
    }

    private String tag(String path) {
        return rest.as("approver").get(path).getHeader("ETag");
    }

    private RequestSpecification json(String caller) {
        return rest.as(caller).contentType(JSON);
    }

    private Response post(String caller, String path, String body) {
        return json(caller).body(body).post(path);
    }
}
