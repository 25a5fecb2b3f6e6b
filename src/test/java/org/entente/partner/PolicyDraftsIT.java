package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy changes only when two persons want it to. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class PolicyDraftsIT {

    private static final Map<String, Object> AMBER = Map.of("to", Map.of("maxTlp", "AMBER", "kinds", "*"));

    @Inject
    OperatorService operators;

    @Inject
    PartnerService partners;

    @Inject
    Partners directory;

    @Inject
    ProposedPolicies proposed;

    private TwoPersons people;
    private IssuedPassword own;
    private String partner;

    @BeforeEach
    void prepare() {
        people = new TwoPersons(operators);
        own = People.partner(partners);
        partner = own.username();
    }

    private Optional<Tlp> ceiling() {
        return directory
                .current()
                .partner(new PartnerId(partner))
                .flatMap(member -> member.policy().to().maxTlp());
    }

    @Test
    void approvedDraftIsInForceWhenTheAnswerComesAndItsHistoryIsKept() {
        // Given a draft, which changes nothing
        Response written = people.write(partner, AMBER, "Agreement signed");
        written.then()
                .statusCode(201)
                .header("Location", endsWith("/api/v1/partners/" + partner + "/policy/drafts/1"))
                .header("ETag", "\"1\"")
                .body("state", equalTo("draft"))
                .body("base", equalTo(0))
                .body("author", equalTo(people.first().username()))
                .body("policy.to.originators", empty());
        String draft = TwoPersons.drafts(partner) + "/1";
        People.as(people.first())
                .post(draft + "/submission")
                .then()
                .statusCode(200)
                .body("state", equalTo("submitted"));
        assertThat(ceiling()).isEmpty();

        // When another approves it
        TwoPersons.with(people.second(), Map.of("reason", "As agreed"))
                .header("If-Match", "\"2\"")
                .post(draft + "/approval")
                .then()
                .statusCode(200)
                .body("state", equalTo("active"))
                .body("policyVersion", equalTo(1));

        // Then it is in force, and everybody who had part in it is on record
        assertThat(ceiling()).contains(Tlp.AMBER);
        String policy = "/api/v1/partners/" + partner + "/policy";
        People.as(people.first())
                .get(policy)
                .then()
                .header("ETag", "\"1\"")
                .body("author", equalTo(people.first().username()))
                .body("approver", equalTo(people.second().username()))
                .body("draft", equalTo(1))
                .body("reason", equalTo("Agreement signed"));
        People.as(people.first())
                .get(draft)
                .then()
                .body("history.action", contains("written", "submitted", "approved"))
                .body("history[2].by", equalTo(people.second().username()))
                .body("history[2].reason", equalTo("As agreed"));

        // When a narrower one follows, then the first is on record as what it was
        people.putInForce(partner, Map.of());
        assertThat(ceiling()).isEmpty();
        People.as(people.first()).get(draft).then().body("state", equalTo("superseded"));
        People.as(people.first())
                .get(policy + "/versions")
                .then()
                .body("items.version", contains(1, 2))
                .body(
                        "items.approver",
                        contains(people.second().username(), people.second().username()));
        People.as(people.first()).get(policy + "/versions/1").then().body("policy.to.maxTlp", equalTo("AMBER"));
        People.as(people.first()).get(policy + "/versions/3").then().statusCode(404);
        People.as(own)
                .get(policy)
                .then()
                .statusCode(200)
                .body("policy.to.maxTlp", equalTo("none"))
                .body("", not(hasKey("author")))
                .body("", not(hasKey("approver")))
                .body("", not(hasKey("draft")))
                .body("", not(hasKey("reason")));
        People.as(own).get(policy + "/versions").then().statusCode(403);
    }

    @Test
    void thereIsNoWayPastTheSecondPerson() {
        People.as(People.operator(operators, "admin", "approver", "curator"))
                .contentType("application/json")
                .body(Map.of("policy", AMBER, "reason", "r"))
                .put("/api/v1/partners/" + partner + "/policy")
                .then()
                .statusCode(oneOf(404, 405));
    }

    @Test
    void nobodyApprovesWhatTheyWroteEditedOrSubmitted() {
        // Given three who may approve, and a fourth
        IssuedPassword author = People.operator(operators, "approver", "admin");
        IssuedPassword editor = People.operator(operators, "approver");
        IssuedPassword submitter = People.operator(operators, "approver");
        Map<String, Object> body = Map.of("policy", AMBER, "reason", "r");
        String drafts = TwoPersons.drafts(partner);
        TwoPersons.with(author, body).post(drafts).then().statusCode(201);
        TwoPersons.with(editor, body).put(drafts + "/1").then().statusCode(200);
        People.as(submitter).post(drafts + "/1/submission").then().statusCode(200);

        // When they approve, then none of the three counts
        for (IssuedPassword hand : List.of(author, editor, submitter)) {
            TwoPersons.approve(hand, drafts + "/1")
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("second person"));
        }
        assertThat(ceiling()).isEmpty();
        TwoPersons.approve(people.second(), drafts + "/1").then().statusCode(200);
    }

    @Test
    void twoOperatorsWhomOneAdministratorJustMadeAreOnePerson() {
        IssuedPassword boss = People.operator(operators, "admin");
        IssuedPassword author = madeBy(boss, "curator");
        IssuedPassword approver = madeBy(boss, "approver");
        String drafts = TwoPersons.drafts(partner);
        TwoPersons.with(author, Map.of("policy", AMBER, "reason", "r"))
                .post(drafts)
                .then()
                .statusCode(201);
        People.as(author).post(drafts + "/1/submission").then().statusCode(200);

        TwoPersons.approve(approver, drafts + "/1")
                .then()
                .statusCode(403)
                .body("detail", containsString(boss.username()));
        assertThat(ceiling()).isEmpty();
        TwoPersons.approve(people.second(), drafts + "/1").then().statusCode(200);
    }

    private IssuedPassword madeBy(IssuedPassword boss, String role) {
        OperatorId id = new OperatorId(role + "-of-" + boss.username());
        return operators
                .create(new OperatorService.NewOperator(id, "Operator of a test", Set.of(role)), boss.username())
                .await()
                .indefinitely();
    }

    @Test
    void draftThatWaitedTooLongIsStaleUntilItRestsOnWhatIsInForce() {
        // Given two drafts against the same version
        String late = people.submitted(partner, AMBER);
        people.putInForce(partner, Map.of("to", Map.of("maxTlp", "GREEN")));

        // When the second is approved after the first, then it is refused
        TwoPersons.approve(people.second(), late).then().statusCode(409).body("detail", containsString("stale"));
        assertThat(ceiling()).contains(Tlp.GREEN);

        // When it is written again over what is in force
        TwoPersons.with(people.first(), Map.of("policy", AMBER, "reason", "r"))
                .put(late)
                .then()
                .statusCode(200)
                .body("state", equalTo("draft"))
                .body("base", equalTo(1));
        TwoPersons.approve(people.second(), late)
                .then()
                .statusCode(409)
                .body("detail", containsString("Submit it first"));
        People.as(people.first()).post(late + "/submission").then().statusCode(200);
        TwoPersons.approve(people.second(), late).then().statusCode(200);
        assertThat(ceiling()).contains(Tlp.AMBER);
    }

    @Test
    void whatWasChangedAfterReadingIsNotApproved() {
        // Given an approver who has read a draft that then says something else
        String draft = people.submitted(partner, Map.of());
        String seen = People.as(people.second()).get(draft).getHeader("ETag");
        TwoPersons.with(people.first(), Map.of("policy", AMBER, "reason", "r"))
                .put(draft)
                .then()
                .statusCode(200);
        People.as(people.first()).post(draft + "/submission").then().statusCode(200);

        // When
        Response approval = TwoPersons.approve(people.second(), draft, seen);

        // Then
        approval.then().statusCode(412);
        People.as(people.second())
                .noContentType()
                .post(draft + "/approval")
                .then()
                .statusCode(428);
        assertThat(ceiling()).isEmpty();
    }

    @Test
    void ofTwoApprovalsAtOnceOneWins() {
        // Given two drafts over the same version, and two for each approval
        IssuedPassword third = People.operator(operators, "approver");
        String one = people.submitted(partner, AMBER);
        String other = people.submitted(partner, Map.of("to", Map.of("maxTlp", "GREEN")));

        // When all are approved at once
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (IssuedPassword who : List.of(people.second(), third)) {
            for (String draft : List.of(one, other)) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> TwoPersons.approve(who, draft).statusCode()));
            }
        }

        // Then there is one new version
        assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409, 409, 409);
        People.as(people.first())
                .get("/api/v1/partners/" + partner + "/policy/versions")
                .then()
                .body("items.version", contains(1));
    }

    @Test
    void rejectedAndWithdrawnDraftsStayOnRecord() {
        String rejected = people.submitted(partner, AMBER);
        String withdrawn = people.written(partner, AMBER);
        String open = people.written(partner, AMBER);
        TwoPersons.with(people.second(), Map.of())
                .post(rejected + "/rejection")
                .then()
                .statusCode(400);
        TwoPersons.with(people.second(), Map.of("reason", "Too wide"))
                .post(rejected + "/rejection")
                .then()
                .statusCode(200)
                .body("state", equalTo("rejected"));
        People.as(people.second()).delete(withdrawn).then().statusCode(403);
        People.as(people.first()).delete(withdrawn).then().statusCode(204);
        People.as(People.operator(operators, "admin")).delete(open).then().statusCode(204);

        String drafts = TwoPersons.drafts(partner);
        IssuedPassword auditor = People.operator(operators, "auditor");
        People.as(auditor)
                .get(drafts)
                .then()
                .statusCode(200)
                .body("items.state", contains("rejected", "withdrawn", "withdrawn"))
                .body("items.history", contains(null, null, null));
        People.as(auditor).get(drafts + "?state=withdrawn").then().body("items.number", contains(2, 3));
        People.as(auditor).get(drafts + "?state=lost").then().statusCode(400);
        People.as(auditor)
                .get(rejected)
                .then()
                .body("history.action", contains("written", "submitted", "rejected"))
                .body("history[2].reason", equalTo("Too wide"));
        People.as(people.first()).post(withdrawn + "/submission").then().statusCode(409);
        TwoPersons.approve(people.second(), rejected).then().statusCode(409);
    }

    @Test
    void draftsArePagedWithoutGapsOrRepeats() {
        people.written(partner, AMBER);
        people.written(partner, AMBER);
        people.written(partner, AMBER);

        JsonPath first = People.as(people.first())
                .get(TwoPersons.drafts(partner) + "?limit=2")
                .jsonPath();
        JsonPath second = People.as(people.first())
                .queryParam("next", first.getString("next"))
                .get(TwoPersons.drafts(partner) + "?limit=2")
                .jsonPath();

        assertThat(first.getList("items.number")).containsExactly(1, 2);
        assertThat(second.getList("items.number")).containsExactly(3);
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void draftWithFaultsIsRefusedWithAllOfThem() {
        Map<String, Object> policy = Map.of(
                "to",
                Map.of("maxTlp", "PINK", "originators", List.of("no-such-cert")),
                "from",
                Map.of("mode", "maybe"));

        people.write(partner, policy, "r")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/policy/to/maxTlp", "/policy/to/originators/0", "/policy/from/mode"));
        people.write("no-such-cert", Map.of(), "r").then().statusCode(404);
    }

    @Test
    void bodyThatSaysTwoThingsAtOnceIsRefused() {
        TwoPersons.with(
                        people.first(),
                        "{\"policy\":{\"to\":{\"maxTlp\":\"GREEN\",\"maxTlp\":\"RED\"}},\"reason\":\"r\"}")
                .post(TwoPersons.drafts(partner))
                .then()
                .statusCode(400);
        String draft = people.submitted(partner, AMBER);
        for (String body : List.of("{\"reason\":\"\"}", "{\"more\":1}", "{", "[]", "null")) {
            TwoPersons.with(people.second(), body)
                    .header("If-Match", "\"2\"")
                    .post(draft + "/approval")
                    .then()
                    .statusCode(400);
        }
        assertThat(ceiling()).isEmpty();
    }

    @Test
    void auditorsReadDraftsAndPartnersDoNotKnowOfThem() {
        String draft = people.submitted(partner, AMBER);
        IssuedPassword auditor = People.operator(operators, "auditor");
        Map<String, Object> body = Map.of("policy", AMBER, "reason", "r");

        People.as(auditor).get(draft).then().statusCode(200);
        for (IssuedPassword who : List.of(auditor, own)) {
            TwoPersons.with(who, body).post(TwoPersons.drafts(partner)).then().statusCode(403);
            TwoPersons.with(who, body).put(draft).then().statusCode(403);
            People.as(who).post(draft + "/submission").then().statusCode(403);
            TwoPersons.approve(who, draft, "\"2\"").then().statusCode(403);
            TwoPersons.with(who, Map.of("reason", "r"))
                    .post(draft + "/rejection")
                    .then()
                    .statusCode(403);
            People.as(who).delete(draft).then().statusCode(403);
        }
        People.as(own).get(draft).then().statusCode(403);
        People.as(own).get(TwoPersons.drafts(partner)).then().statusCode(403);
        TwoPersons.approve(people.first(), draft, "\"2\"").then().statusCode(403);
    }

    @Test
    void draftCanBeShownToWhoeverSaysWhatItWouldDo() {
        people.written(partner, AMBER);
        PartnerId id = new PartnerId(partner);

        assertThat(proposed.draft(id, 1).await().indefinitely())
                .hasValueSatisfying(policy -> assertThat(policy.to().maxTlp()).contains(Tlp.AMBER));
        assertThat(proposed.draft(id, 2).await().indefinitely()).isEmpty();
    }
}
