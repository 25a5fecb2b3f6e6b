package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators manage the directory over REST, and partners see their own corner of it. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class DirectoryIT {

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

    private RequestSpecification admin(Object body) {
        return People.as(admin).contentType("application/json").body(body);
    }

    private JsonPath created(String id) {
        return admin(Map.of("id", id, "title", "CERT of a test"))
                .post("/api/v1/partners")
                .then()
                .statusCode(201)
                .header("Location", endsWith("/api/v1/partners/" + id))
                .extract()
                .jsonPath();
    }

    private static IssuedPassword password(JsonPath created) {
        return new IssuedPassword(
                created.getUUID("credential.id"),
                created.getString("credential.username"),
                created.getString("credential.password"));
    }

    private String community() {
        String id = People.name("circle");
        admin(Map.of("id", id, "title", "A circle"))
                .post("/api/v1/communities")
                .then()
                .statusCode(201);
        return id;
    }

    @Test
    void createdPartnerHasCredentialTopicsAndAPolicyThatAllowsNothing() {
        String id = People.name("xn-cert");

        JsonPath created = created(id);

        assertThat(created.getString("partner.status")).isEqualTo("active");
        assertThat(created.getString("partner.kafka")).isEqualTo("ready");
        assertThat(created.getString("kafka.topics.threats")).isEqualTo("entente.feed." + id + ".threats");
        assertThat(created.getString("kafka.password")).hasSizeGreaterThan(40);
        People.as(password(created)).get("/api/v1/me").then().statusCode(200).body("id", equalTo(id));
        assertThat(directory.current().partner(new PartnerId(id)))
                .hasValueSatisfying(member -> assertThat(member.policy()).isEqualTo(TrustPolicy.CLOSED));
    }

    @Test
    void nameOfAPartnerOrOperatorIsTakenForBoth() {
        String id = People.name("xn-cert");
        created(id);

        admin(Map.of("id", id, "title", "again"))
                .post("/api/v1/partners")
                .then()
                .statusCode(409);
        admin(Map.of("id", id, "title", "again", "roles", List.of("auditor")))
                .post("/api/v1/operators")
                .then()
                .statusCode(409);
        admin(Map.of("id", admin.username(), "title", "again"))
                .post("/api/v1/partners")
                .then()
                .statusCode(409);
    }

    @Test
    void partnerSeesItselfAndOthersAreAbsent() {
        IssuedPassword own = password(created(People.name("xn-cert")));
        String other = People.name("xn-cert");
        created(other);

        People.as(own)
                .get("/api/v1/partners/" + own.username())
                .then()
                .statusCode(200)
                .body("id", equalTo(own.username()));
        People.as(own).get("/api/v1/partners").then().statusCode(200).body("items.id", contains(own.username()));
        assertThat(refusal(own, "/api/v1/partners/" + other)).isEqualTo(refusal(own, "/api/v1/partners/no-such-cert"));
        assertThat(refusal(own, "/api/v1/partners/" + other + "/policy"))
                .isEqualTo(refusal(own, "/api/v1/partners/no-such-cert/policy"));
    }

    /** Body and headers of a 404, but for what differs with every request. */
    private static List<Object> refusal(IssuedPassword who, String path) {
        Response answer = People.as(who).get(path);
        answer.then().statusCode(404);
        Map<String, Object> body = new HashMap<>(answer.jsonPath().getMap(""));
        body.remove("requestId");
        List<String> headers = answer.getHeaders().asList().stream()
                .filter(header -> !header.getName().equals("X-Request-Id"))
                .map(Object::toString)
                .toList();
        return List.of(body, headers);
    }

    @Test
    void changeOfWhatSomebodyElseChangedIsRefused() {
        String path = "/api/v1/partners/" + People.name("xn-cert");
        created(path.substring(path.lastIndexOf('/') + 1));
        String seen = People.as(admin).get(path).getHeader("ETag");
        Map<String, Object> change = Map.of("title", "Renamed", "roles", List.of("submitter"));

        admin(change)
                .header("If-Match", seen)
                .put(path)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(seen)))
                .body("title", equalTo("Renamed"))
                .body("roles", contains("submitter"));

        admin(change).header("If-Match", seen).put(path).then().statusCode(412).body("type", endsWith(":stale"));
    }

    @Test
    void partnerThatMayOnlySubmitHasNoOtherRole() {
        JsonPath created = created(People.name("xn-cert"));
        IssuedPassword own = password(created);
        admin(Map.of("title", "t", "roles", List.of("submitter")))
                .put("/api/v1/partners/" + own.username())
                .then()
                .statusCode(200);

        People.as(own).get("/api/v1/me").then().body("roles", contains("submitter"));
    }

    @Test
    void partnerThatNoLongerSubscribesReadsNothingAnywhere() {
        // Given a partner that both submits and subscribes
        IssuedPassword own = password(created(People.name("xn-cert")));
        String path = "/api/v1/partners/" + own.username();
        String objects = "/taxii2/exchange/collections/threats/objects/";
        String taxii = "application/taxii+json;version=2.1";
        People.as(own).accept(taxii).get(objects).then().statusCode(200);

        // When it loses the role, then every exit has followed by the answer
        admin(Map.of("title", "t", "roles", List.of("submitter")))
                .put(path)
                .then()
                .statusCode(200)
                .body("kafka", equalTo("cut"));
        People.as(own).accept(taxii).get(objects).then().statusCode(403);
        People.as(admin).post(path + "/kafka-credential").then().statusCode(409);

        // When it was suspended and resumed meanwhile, then that gives it no topics
        admin(Map.of("reason", "r")).post(path + "/suspension").then().statusCode(200);
        People.as(admin)
                .delete(path + "/suspension")
                .then()
                .statusCode(200)
                .body("", not(hasKey("kafka")))
                .body("partner.kafka", equalTo("cut"));

        // When it has the role again
        admin(Map.of("title", "t", "roles", List.of("submitter", "subscriber")))
                .put(path)
                .then()
                .statusCode(200)
                .body("kafka", equalTo("ready"));
        People.as(own).accept(taxii).get(objects).then().statusCode(200);
        People.as(admin).post(path + "/kafka-credential").then().statusCode(201);
    }

    @Test
    void partnerThatOnlySubmitsGetsNoTopics() {
        admin(Map.of("id", People.name("xn-cert"), "title", "t", "roles", List.of("submitter")))
                .post("/api/v1/partners")
                .then()
                .statusCode(201)
                .body("", not(hasKey("kafka")))
                .body("partner.kafka", equalTo("cut"));
    }

    @Test
    void listsArePagedWithoutGapsOrRepeats() {
        created(People.name("xn-cert"));
        created(People.name("xn-cert"));
        created(People.name("xn-cert"));
        List<String> whole = new ArrayList<>(directory.current().partners().keySet().stream()
                .map(PartnerId::value)
                .sorted()
                .toList());

        List<String> read = new ArrayList<>();
        String next = null;
        do {
            RequestSpecification request = People.as(admin).queryParam("limit", 2);
            JsonPath page = (next == null ? request : request.queryParam("next", next))
                    .get("/api/v1/partners")
                    .jsonPath();
            read.addAll(page.getList("items.id"));
            next = page.getString("next");
        } while (next != null);

        assertThat(read).isEqualTo(whole);
    }

    @Test
    void membersSeeTheirCommunityAndOthersDoNot() {
        String community = community();
        IssuedPassword member = password(created(People.name("xn-cert")));
        IssuedPassword other = password(created(People.name("xn-cert")));
        String path = "/api/v1/communities/" + community;

        People.as(admin)
                .put(path + "/members/" + member.username())
                .then()
                .statusCode(200)
                .body("members", contains(member.username()));

        People.as(member).get(path).then().statusCode(200).body("members", hasItem(member.username()));
        People.as(member).get("/api/v1/communities").then().body("items.id", contains(community));
        People.as(member).get("/api/v1/partners/" + member.username()).then().body("communities", contains(community));
        assertThat(refusal(other, path)).isEqualTo(refusal(other, "/api/v1/communities/no-such-circle"));
        assertThat(directory
                        .current()
                        .communities()
                        .get(new CommunityId(community))
                        .members())
                .containsExactly(new PartnerId(member.username()));

        People.as(admin).delete(path + "/members/" + member.username()).then().statusCode(200);
        People.as(member).get(path).then().statusCode(404);
    }

    @Test
    void communityCannotTakeTheNameOfEverybodysCollection() {
        admin(Map.of("id", "inbox", "title", "t"))
                .post("/api/v1/communities")
                .then()
                .statusCode(409);
    }

    @Test
    void membershipNeedsBothItsEnds() {
        String community = community();

        People.as(admin)
                .put("/api/v1/communities/" + community + "/members/no-such-cert")
                .then()
                .statusCode(404);
        People.as(admin)
                .put("/api/v1/communities/no-such-circle/members/no-such-cert")
                .then()
                .statusCode(404);
    }

    @Test
    void partnersPolicyNamesNobodyToItWhomItMayNotKnow() {
        // Given a policy that names a fellow member, a stranger, the partner's community and another
        IssuedPassword own = password(created(People.name("xn-cert")));
        String fellow = created(People.name("xn-cert")).getString("partner.id");
        String stranger = created(People.name("xn-cert")).getString("partner.id");
        String circle = community();
        String otherCircle = community();
        for (String member : List.of(own.username(), fellow)) {
            People.as(admin)
                    .put("/api/v1/communities/" + circle + "/members/" + member)
                    .then()
                    .statusCode(200);
        }
        String path = "/api/v1/partners/" + own.username() + "/policy";
        Map<String, Object> to = Map.of(
                "communities", List.of(circle, otherCircle),
                "originators", List.of(own.username(), fellow, stranger),
                "originatorsRefused", List.of(fellow, stranger));
        new TwoPersons(operators).putInForce(own.username(), Map.of("to", to));
        People.as(admin).get(path).then().statusCode(200).body("policy.to.originators", hasItem(stranger));

        // When it reads the policy
        Response answer = People.as(own).get(path);

        // Then only what it knows is there
        answer.then()
                .statusCode(200)
                .body("policy.to.communities", contains(circle))
                .body("policy.to.originators", containsInAnyOrder(own.username(), fellow))
                .body("policy.to.originatorsRefused", contains(fellow));
        assertThat(answer.asString()).doesNotContain(stranger).doesNotContain(otherCircle);
    }

    @Test
    void listenersHaveFollowedWhenAChangeIsAcknowledged() {
        AtomicLong seen = new AtomicLong();
        directory.onChange(changed -> Uni.createFrom().voidItem().invoke(() -> seen.set(changed.revision())));

        created(People.name("xn-cert"));

        assertThat(seen.get()).isPositive().isEqualTo(directory.current().revision());
    }

    @Test
    void suspensionCutsEverythingAndResumptionGivesAFreshTopicCredential() {
        JsonPath created = created(People.name("xn-cert"));
        IssuedPassword own = password(created);
        String path = "/api/v1/partners/" + own.username() + "/suspension";

        admin(Map.of("reason", "Key lost")).post(path).then().statusCode(200).body("status", equalTo("suspended"));
        People.as(own).get("/api/v1/me").then().statusCode(401);
        People.as(admin).get("/api/v1/partners/" + own.username()).then().body("kafka", equalTo("cut"));

        String renewed = People.as(admin)
                .delete(path)
                .then()
                .statusCode(200)
                .body("partner.status", equalTo("active"))
                .extract()
                .path("kafka.password");
        assertThat(renewed).isNotEqualTo(created.getString("kafka.password"));
        People.as(own).get("/api/v1/me").then().statusCode(200);
        People.as(admin).delete(path).then().statusCode(409);
    }

    @Test
    void credentialsAreRegisteredOnceListedWithoutSecretsAndRemoved() {
        IssuedPassword own = password(created(People.name("xn-cert")));
        String path = "/api/v1/partners/" + own.username() + "/credentials";
        Map<String, String> token = Map.of("kind", "token", "issuer", "https://idp.example", "subject", own.username());

        String id = admin(token).post(path).then().statusCode(201).extract().path("id");
        admin(token).post(path).then().statusCode(409);
        admin(Map.of("kind", "certificate", "fingerprint", "AB:CD"))
                .post(path)
                .then()
                .statusCode(400)
                .body("errors.pointer", contains("/fingerprint"));
        admin(Map.of("kind", "email")).post(path).then().statusCode(400);
        String further = admin(Map.of("kind", "password"))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("password");

        assertThat(further).hasSize(43);
        People.as(admin)
                .get(path)
                .then()
                .statusCode(200)
                .body("kind", contains("password", "token", "password"))
                .body("password", contains(nullValue(), nullValue(), nullValue()));
        People.as(admin).delete(path + "/" + id).then().statusCode(204);
        People.as(admin).delete(path + "/" + own.id()).then().statusCode(204);
        People.as(own).get("/api/v1/me").then().statusCode(401);
    }

    @Test
    void operatorIsCreatedChangedAndListed() {
        String id = People.name("op");

        admin(Map.of("id", id, "title", "New", "roles", List.of("curator")))
                .post("/api/v1/operators")
                .then()
                .statusCode(201)
                .body("credential.username", equalTo(id))
                .body("operator.roles", contains("curator"));
        admin(Map.of("title", "New", "roles", List.of("auditor", "approver")))
                .put("/api/v1/operators/" + id)
                .then()
                .statusCode(200)
                .body("roles", contains("approver", "auditor"));
        People.as(admin).get("/api/v1/operators/" + id).then().statusCode(200);
        People.as(admin).get("/api/v1/operators?limit=200").then().statusCode(200);
    }

    @Test
    void schemaOfPoliciesIsServedAndDescribed() {
        IssuedPassword own = People.partner(partners);

        People.as(own)
                .get("/api/v1/policy-schema")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/schema+json"))
                .body("'$schema'", equalTo("https://json-schema.org/draft/2020-12/schema"))
                .body("properties.to.properties.delay.default", equalTo("PT0S"));
        RestAssured.get("/api/v1/policy-schema").then().statusCode(401);
        RestAssured.given()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .body("components.schemas.NewPolicyDraft.properties.policy.'$ref'", equalTo("/api/v1/policy-schema"))
                .body("components.schemas.Policy.properties.policy.'$ref'", equalTo("/api/v1/policy-schema"));
    }

    @Test
    void apiDescribesItself() {
        JsonPath api = RestAssured.given()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .jsonPath();

        assertThat(api.getMap("paths"))
                .containsKeys("/api/v1/partners", "/api/v1/partners/{partner}/policy/drafts/{number}/approval");
        assertThat(api.getMap("components.securitySchemes")).containsKeys("basic", "bearer", "certificate");
        assertThat(api.getString("info.title")).isEqualTo("Entente");
    }
}
