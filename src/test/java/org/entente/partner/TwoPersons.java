package org.entente.partner;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** A curator and an approver, who change policies over REST as people do. */
public final class TwoPersons {

    private final IssuedPassword first;
    private final IssuedPassword second;

    public TwoPersons(OperatorService operators) {
        first = People.operator(operators, "curator");
        second = People.operator(operators, "approver");
    }

    IssuedPassword first() {
        return first;
    }

    IssuedPassword second() {
        return second;
    }

    static String drafts(String partner) {
        return "/api/v1/partners/" + partner + "/policy/drafts";
    }

    static RequestSpecification with(IssuedPassword who, Object body) {
        return People.as(who).contentType("application/json").body(body);
    }

    /** The answer to proposing. */
    Response write(String partner, Object policy, String reason) {
        return with(first, Map.of("policy", policy, "reason", reason)).post(drafts(partner));
    }

    /** The path of a new draft. */
    String written(String partner, Object policy) {
        Response answer = write(partner, policy, "for a test");
        answer.then().statusCode(201);
        return drafts(partner) + "/" + answer.jsonPath().getLong("number");
    }

    /** The path of a new draft that waits for a second person. */
    String submitted(String partner, Object policy) {
        String path = written(partner, policy);
        People.as(first).post(path + "/submission").then().statusCode(200);
        return path;
    }

    /** Approves what is there now. */
    static Response approve(IssuedPassword who, String path) {
        String seen = People.as(who).get(path).getHeader("ETag");
        return approve(who, path, seen);
    }

    /** Without a body, and so without the media type the client would make up. */
    static Response approve(IssuedPassword who, String path, String ifMatch) {
        return People.as(who).noContentType().header("If-Match", ifMatch).post(path + "/approval");
    }

    /** All of it. */
    public void putInForce(String partner, Object policy) {
        approve(second, submitted(partner, policy)).then().statusCode(200);
    }
}
