package org.entente.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import org.entente.standalone.AccessDocument;

/** Makes partners, communities and policies as operators do: over REST, and policies with two persons. */
public final class PartnersOverRest {

    private static final String JSON = "application/json";

    private final DemoAccess access;
    private final Map<String, String> passwords = new HashMap<>();

    public PartnersOverRest(DemoAccess access) {
        this.access = access;
    }

    /** Creates a partner and puts a policy in force for it. */
    public void partner(String id, String policy) {
        partner(id, "[\"submitter\",\"subscriber\"]", policy);
    }

    /** One that submits and reads nothing. */
    public void submitter(String id, String policy) {
        partner(id, "[\"submitter\"]", policy);
    }

    /** Creates a partner that submits and reads, with the policy that everybody begins with. */
    public void partner(String id) {
        create(id, "[\"submitter\",\"subscriber\"]");
    }

    /** One with a single role, and the policy that everybody begins with. */
    public void only(String role, String id) {
        create(id, "[\"" + role + "\"]");
    }

    private void partner(String id, String roles, String policy) {
        create(id, roles);
        policy(id, policy);
    }

    private void create(String id, String roles) {
        Response created = as("admin")
                .contentType(JSON)
                .body("{\"id\":\"" + id + "\",\"title\":\"Title of " + id + "\",\"roles\":" + roles + "}")
                .post("/api/v1/partners");
        created.then().statusCode(201);
        passwords.put(id, created.jsonPath().getString("credential.password"));
    }

    /** Creates a community of these partners. */
    public void community(String id, String... members) {
        as("admin")
                .contentType(JSON)
                .body("{\"id\":\"" + id + "\",\"title\":\"" + id + "\"}")
                .post("/api/v1/communities")
                .then()
                .statusCode(201);
        for (String member : members) {
            as("admin")
                    .put("/api/v1/communities/" + id + "/members/" + member)
                    .then()
                    .statusCode(200);
        }
    }

    /** One operator writes and submits it, another approves it. */
    public void policy(String partner, String policy) {
        String drafts = "/api/v1/partners/" + partner + "/policy/drafts";
        Response written = as("curator")
                .contentType(JSON)
                .body("{\"policy\":" + policy + ",\"reason\":\"for a test\"}")
                .post(drafts);
        written.then().statusCode(201);
        String draft = drafts + "/" + written.jsonPath().getLong("number");
        as("curator").post(draft + "/submission").then().statusCode(200);
        String seen = as("approver").get(draft).getHeader("ETag");
        as("approver").header("If-Match", seen).post(draft + "/approval").then().statusCode(200);
    }

    /** Of a partner made here. */
    public String passwordOf(String partner) {
        return passwords.getOrDefault(partner, "");
    }

    /** Calls as a demo caller or as a partner made here. */
    public RequestSpecification as(String caller) {
        if (passwords.containsKey(caller)) {
            return given().auth().preemptive().basic(caller, passwords.get(caller));
        }
        AccessDocument.Caller who = access.caller(caller);
        return given().auth().preemptive().basic(who.username(), who.password());
    }
}
