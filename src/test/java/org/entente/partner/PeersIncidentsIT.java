package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.party.PartnerId;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has gone wrong with members, rights and credentials in other sharing platforms does not go wrong here. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class PeersIncidentsIT {

    /** Of the tokens this exchange trusts, and their audience. */
    private static final String ISSUER = "entente";

    private static final Map<String, Object> AMBER = Map.of("to", Map.of("maxTlp", "AMBER"));

    @Inject
    OperatorService operators;

    @Inject
    PartnerService partners;

    @Inject
    Partners directory;

    private IssuedPassword admin;

    @BeforeEach
    void admin() {
        admin = People.operator(operators, "admin");
    }

    private static String operator(IssuedPassword who) {
        return "/api/v1/operators/" + who.username();
    }

    private static String partner(IssuedPassword who) {
        return "/api/v1/partners/" + who.username();
    }

    private static Response rotation(IssuedPassword by, String ownerPath, IssuedPassword of) {
        return People.as(by).post(ownerPath + "/credentials/" + of.id() + "/rotation");
    }

    @Test
    void aLowerOperatorCannotRaiseItselfOrResetAHigherOnesCredential() {
        for (String role : List.of("approver", "curator", "auditor")) {
            IssuedPassword lower = People.operator(operators, role);

            TwoPersons.with(lower, Map.of("title", "t", "roles", List.of("admin")))
                    .put(operator(lower))
                    .then()
                    .statusCode(403);
            TwoPersons.with(lower, Map.of("id", People.name("new"), "title", "t", "roles", List.of("admin")))
                    .post("/api/v1/operators")
                    .then()
                    .statusCode(403);
            rotation(lower, operator(admin), admin).then().statusCode(403);
            TwoPersons.with(lower, Map.of("kind", "password"))
                    .post(operator(admin) + "/credentials")
                    .then()
                    .statusCode(403);
            People.as(lower)
                    .delete(operator(admin) + "/credentials/" + admin.id())
                    .then()
                    .statusCode(403);
            People.as(lower).get("/api/v1/me").then().body("roles", contains(role));
        }
        People.as(admin).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void aPartnerIsNoOperatorWhateverItAsksFor() {
        IssuedPassword own = People.partner(partners);

        TwoPersons.with(own, Map.of("title", "t", "roles", List.of("admin")))
                .put(partner(own))
                .then()
                .statusCode(403);
        TwoPersons.with(admin, Map.of("title", "t", "roles", List.of("admin")))
                .put(partner(own))
                .then()
                .statusCode(400);
        rotation(own, operator(admin), admin).then().statusCode(403);
    }

    @Test
    void anAdministratorWhoResetsAnApproversPasswordIsNotTheSecondPerson() {
        // Given a policy an administrator wants, and an approver
        TwoPersons people = new TwoPersons(operators);
        IssuedPassword own = People.partner(partners);
        String drafts = TwoPersons.drafts(own.username());
        TwoPersons.with(admin, Map.of("policy", AMBER, "reason", "r"))
                .post(drafts)
                .then()
                .statusCode(201);
        People.as(admin).post(drafts + "/1/submission").then().statusCode(200);

        // When the administrator takes the approver's place, by a new secret or by a further one
        Response reset = rotation(admin, operator(people.second()), people.second());
        Response further =
                TwoPersons.with(admin, Map.of("kind", "password")).post(operator(people.second()) + "/credentials");

        // Then neither approves, and it does not go unnoticed
        for (Response made : List.of(reset, further)) {
            made.then().statusCode(201).body("secretBy", equalTo(admin.username()));
            IssuedPassword taken = new IssuedPassword(
                    made.jsonPath().getUUID("id"),
                    made.jsonPath().getString("username"),
                    made.jsonPath().getString("password"));
            TwoPersons.approve(taken, drafts + "/1")
                    .then()
                    .statusCode(403)
                    .body("detail", containsString(admin.username()));
        }
        People.as(people.second()).get("/api/v1/me").then().statusCode(401);
        People.as(People.operator(operators, "auditor"))
                .get(operator(people.second()) + "/credentials")
                .then()
                .body("secretBy", contains(admin.username(), admin.username()));
        assertThat(directory.current().partner(new PartnerId(own.username())))
                .hasValueSatisfying(member -> assertThat(member.policy()).isEqualTo(TrustPolicy.CLOSED));

        // But another approver, whom it has not touched, may agree
        TwoPersons.approve(People.operator(operators, "approver"), drafts + "/1")
                .then()
                .statusCode(200);
    }

    @Test
    void anOperatorMadeByTheAuthorIsNotTheSecondPerson() {
        IssuedPassword own = People.partner(partners);
        String drafts = TwoPersons.drafts(own.username());
        String puppet = People.name("puppet");
        Response made = TwoPersons.with(admin, Map.of("id", puppet, "title", "t", "roles", List.of("approver")))
                .post("/api/v1/operators");
        made.then().statusCode(201);
        TwoPersons.with(admin, Map.of("policy", AMBER, "reason", "r")).post(drafts);
        People.as(admin).post(drafts + "/1/submission").then().statusCode(200);

        IssuedPassword theirs = new IssuedPassword(
                made.jsonPath().getUUID("credential.id"),
                puppet,
                made.jsonPath().getString("credential.password"));
        TwoPersons.approve(theirs, drafts + "/1").then().statusCode(403);
    }

    @Test
    void nestedIdsMustBelongToTheirParentOnEveryWrite() {
        // Given two partners, one with a draft and each with a credential
        TwoPersons people = new TwoPersons(operators);
        IssuedPassword one = People.partner(partners);
        IssuedPassword other = People.partner(partners);
        String draft = people.submitted(one.username(), AMBER);
        String wrongDraft = TwoPersons.drafts(other.username()) + "/1";
        String wrongCredential = partner(other) + "/credentials/" + one.id();
        Map<String, Object> body = Map.of("policy", Map.of(), "reason", "r");

        // When they are named under the other's path, then they are not there
        People.as(people.first()).get(wrongDraft).then().statusCode(404);
        TwoPersons.with(people.first(), body).put(wrongDraft).then().statusCode(404);
        People.as(people.first()).post(wrongDraft + "/submission").then().statusCode(404);
        TwoPersons.approve(people.second(), wrongDraft, "\"2\"").then().statusCode(404);
        TwoPersons.with(people.second(), Map.of("reason", "r"))
                .post(wrongDraft + "/rejection")
                .then()
                .statusCode(404);
        People.as(people.first()).delete(wrongDraft).then().statusCode(404);
        People.as(admin).delete(wrongCredential).then().statusCode(404);
        People.as(admin).post(wrongCredential + "/rotation").then().statusCode(404);
        People.as(admin)
                .delete(operator(admin) + "/credentials/" + one.id())
                .then()
                .statusCode(404);
        rotation(admin, partner(one), admin).then().statusCode(404);

        // And nothing has happened to them
        People.as(people.first())
                .get(draft)
                .then()
                .body("state", equalTo("submitted"))
                .header("ETag", "\"2\"");
        People.as(one).get("/api/v1/me").then().statusCode(200);
        People.as(admin).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void identityIsIssuerAndSubjectNeverAnEmail() {
        // Given a partner known by issuer and subject
        IssuedPassword own = People.partner(partners);
        String subject = "subject-of-" + own.username();
        TwoPersons.with(admin, Map.of("kind", "token", "issuer", ISSUER, "subject", subject))
                .post(partner(own) + "/credentials")
                .then()
                .statusCode(201);

        // When tokens of that issuer call the bearer it by every other name
        String email = own.username() + "@example.org";
        String claiming = Jwt.issuer(ISSUER)
                .audience(ISSUER)
                .subject("somebody-else")
                .upn(own.username())
                .preferredUserName(own.username())
                .claim("email", email)
                .claim("email_verified", true)
                .groups("admin")
                .expiresIn(Duration.ofMinutes(5))
                .sign();
        String right = Jwt.issuer(ISSUER)
                .audience(ISSUER)
                .subject(subject)
                .upn("nobody-we-know")
                .groups("admin")
                .expiresIn(Duration.ofMinutes(5))
                .sign();

        // Then only the subject counts, and what it says of its rights does not
        bearer(claiming).then().statusCode(401);
        bearer(right).then().statusCode(200).body("id", equalTo(own.username())).body("roles", not(contains("admin")));
        // And an email cannot be registered at all
        TwoPersons.with(admin, Map.of("kind", "email", "subject", email))
                .post(partner(own) + "/credentials")
                .then()
                .statusCode(400);
    }

    private static Response bearer(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).get("/api/v1/me");
    }

    @Test
    void historyIsFilteredAsTheObjectIs() {
        // Given a partner whose policy names a stranger, with a history
        TwoPersons people = new TwoPersons(operators);
        IssuedPassword own = People.partner(partners);
        String stranger = People.partner(partners).username();
        people.putInForce(own.username(), Map.of("to", Map.of("originatorsRefused", List.of(stranger))));
        String policy = partner(own) + "/policy";

        // When it asks for everything about its policy
        Response inForce = People.as(own).get(policy);

        // Then neither the policy nor any page of its history tells of the stranger or of the operators
        inForce.then().statusCode(200);
        for (String path : List.of("", "/versions", "/versions/1", "/drafts", "/drafts/1", "/drafts/2")) {
            assertThat(People.as(own).get(policy + path).asString())
                    .doesNotContain(stranger)
                    .doesNotContain(people.first().username())
                    .doesNotContain(people.second().username());
        }
        // And what exists looks to it as what does not
        assertThat(body(People.as(own).get(policy + "/drafts/1")))
                .isEqualTo(body(People.as(own).get(policy + "/drafts/9")));
        assertThat(body(People.as(own).get(policy + "/versions/1")))
                .isEqualTo(body(People.as(own).get(policy + "/versions/9")));
    }

    @Test
    void aNameThatIsTakenIsNoOracleForPartners() {
        IssuedPassword own = People.partner(partners);
        String stranger = People.partner(partners).username();

        Response taken =
                TwoPersons.with(own, Map.of("id", stranger, "title", "t")).post("/api/v1/partners");
        Response free = TwoPersons.with(own, Map.of("id", People.name("xn-cert"), "title", "t"))
                .post("/api/v1/partners");

        assertThat(taken.statusCode()).isEqualTo(403).isEqualTo(free.statusCode());
        assertThat(body(taken)).isEqualTo(body(free));
        assertThat(body(People.as(own).get("/api/v1/partners/" + stranger + "/policy/versions")))
                .isEqualTo(body(People.as(own).get("/api/v1/partners/no-such-cert/policy/versions")));
        assertThat(body(People.as(own).get("/api/v1/partners/" + stranger + "/policy")))
                .isEqualTo(body(People.as(own).get("/api/v1/partners/no-such-cert/policy")));
    }

    private static Map<String, Object> body(Response answer) {
        Map<String, Object> body = new HashMap<>(answer.jsonPath().getMap(""));
        body.remove("requestId");
        return body;
    }
}
