package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.entente.party.PartnerId;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a password or a token, and being refused. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SignInIT {

    @Inject
    PartnerService partners;

    @Inject
    OperatorService operators;

    @Inject
    CredentialService credentials;

    @Test
    void partnerSignsInWithItsPassword() {
        IssuedPassword password = People.partner(partners);

        People.as(password)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("kind", equalTo("partner"))
                .body("id", equalTo(password.username()))
                .body("roles", hasItems("submitter", "subscriber"));
    }

    @Test
    void passwordGivesATokenAndTheTokenNoFurtherOne() {
        IssuedPassword password = People.operator(operators, "auditor");

        String token = People.as(password)
                .post("/api/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");

        bearer(token).get("/api/v1/me").then().statusCode(200).body("kind", equalTo("operator"));
        bearer(token).post("/api/v1/tokens").then().statusCode(403);
    }

    @Test
    void nobodyIsToldHowToSignIn() {
        isRefused(RestAssured.given().get("/api/v1/me").then());
    }

    @Test
    void wrongPasswordAndUnknownNameAreRefusedAlike() {
        IssuedPassword password = People.partner(partners);

        isRefused(basic(password.username(), "wrong").get("/api/v1/me").then());
        isRefused(basic("nobody-at-all", "wrong").get("/api/v1/me").then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic !!!",
                "Basic bm9jb2xvbg==",
                "Basic /////w==",
                "Bearer",
                "Bearer a b",
                "Bearer not.a.token",
                "Negotiate abc",
                "x"
            })
    void malformedAuthorizationIsRefused(String header) {
        isRefused(RestAssured.given()
                .header("Authorization", header)
                .get("/api/v1/me")
                .then());
    }

    @Test
    void suspendedPartnerIsRefusedAtOnceWithPasswordAndToken() {
        IssuedPassword password = People.partner(partners);
        String token = People.as(password)
                .post("/api/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        PartnerId id = new PartnerId(password.username());

        partners.suspend(id, "test").await().indefinitely();

        isRefused(People.as(password).get("/api/v1/me").then());
        isRefused(bearer(token).get("/api/v1/me").then());

        partners.resume(id).await().indefinitely();
        People.as(password).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void rotatedPasswordEndsTheOldOneAndItsTokens() {
        IssuedPassword old = People.partner(partners);
        String token = People.as(old)
                .post("/api/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");

        IssuedPassword renewed = credentials
                .rotate(new Owner.OfPartner(new PartnerId(old.username())), old.id(), "test")
                .await()
                .indefinitely();

        isRefused(People.as(old).get("/api/v1/me").then());
        isRefused(bearer(token).get("/api/v1/me").then());
        People.as(renewed).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void tokenOfAnIssuerProvesItsRegisteredSubjectAndNothingElseInIt() {
        IssuedPassword partner = People.partner(partners);
        String subject = People.name("subject");
        String token = Jwt.issuer("entente")
                .subject(subject)
                .upn(partner.username())
                .audience("entente")
                .groups("admin")
                .claim("email", partner.username() + "@xa.example")
                .expiresIn(Duration.ofMinutes(5))
                .sign();
        isRefused(bearer(token).get("/api/v1/me").then());

        Credential link = credentials
                .addToken(
                        new Owner.OfPartner(new PartnerId(partner.username())),
                        new Credential.TokenSubject("entente", subject),
                        "test")
                .await()
                .indefinitely();

        bearer(token)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("id", equalTo(partner.username()))
                .body("roles", hasItems("submitter", "subscriber"))
                .body("roles.size()", equalTo(2));

        credentials.remove(link.owner(), link.id()).await().indefinitely();
        isRefused(bearer(token).get("/api/v1/me").then());
    }

    @Test
    void tokenOfTheSameIssuerForAnotherAudienceIsRefused() {
        // Given a registered subject of the issuer
        IssuedPassword partner = People.partner(partners);
        String subject = People.name("subject");
        credentials
                .addToken(
                        new Owner.OfPartner(new PartnerId(partner.username())),
                        new Credential.TokenSubject("entente", subject),
                        "test")
                .await()
                .indefinitely();

        // When it shows what the issuer gave it for another service, or for none, then that proves nothing here
        JwtClaimsBuilder claims =
                Jwt.issuer("entente").subject(subject).upn(subject).expiresIn(Duration.ofMinutes(5));
        isRefused(bearer(claims.sign()).get("/api/v1/me").then());
        isRefused(bearer(claims.audience("wiki").sign()).get("/api/v1/me").then());
        bearer(claims.audience("entente").sign()).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void passwordRotatedWhileItsCheckWaitsDoesNotWorkOnceMore() throws Exception {
        // Given guesses, so that the next check waits for seconds
        IssuedPassword password = People.partner(partners);
        for (int guess = 0; guess < 6; guess++) {
            basic(password.username(), "guess-" + guess)
                    .get("/api/v1/me")
                    .then()
                    .statusCode(401);
        }
        CompletableFuture<Response> waits =
                CompletableFuture.supplyAsync(() -> People.as(password).get("/api/v1/me"));

        // When the password is rotated meanwhile
        credentials
                .rotate(new Owner.OfPartner(new PartnerId(password.username())), password.id(), "test")
                .await()
                .indefinitely();

        // Then
        isRefused(waits.get(30, TimeUnit.SECONDS).then());
    }

    @Test
    void expiredTokenIsRefusedAndTheClientToldToFetchANewOne() {
        String token = Jwt.issuer("entente")
                .subject("somebody")
                .audience("entente")
                .issuedAt(1_000_000)
                .expiresAt(1_000_100)
                .sign();

        ValidatableResponse answer = bearer(token).get("/api/v1/me").then();

        isRefused(answer);
        assertThat(answer.extract().headers().getValues("WWW-Authenticate"))
                .anyMatch(challenge -> challenge.contains("error=\"invalid_token\""));
    }

    @Test
    void guessingIsSlowedAndTheRightCallerIsNot() {
        IssuedPassword password = People.partner(partners);
        People.as(password).get("/api/v1/me").then().statusCode(200);
        for (int guess = 0; guess < 7; guess++) {
            basic(password.username(), "guess-" + guess)
                    .get("/api/v1/me")
                    .then()
                    .statusCode(401);
        }

        long slowed = basic(password.username(), "guess").get("/api/v1/me").time();
        long right = People.as(password).get("/api/v1/me").time();

        assertThat(slowed).isGreaterThan(3_900);
        assertThat(right).isLessThan(3_900);
    }

    private static void isRefused(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("X-Request-Id", matchesPattern("[A-Za-z0-9._-]{8,64}"))
                .body("type", equalTo("urn:entente:problem:unauthenticated"))
                .body("status", equalTo(401));
        assertThat(response.extract().headers().getValues("WWW-Authenticate"))
                .anyMatch(challenge -> challenge.startsWith("Basic "))
                .anyMatch(challenge -> challenge.startsWith("Bearer "));
    }

    private static io.restassured.specification.RequestSpecification bearer(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token);
    }

    private static io.restassured.specification.RequestSpecification basic(String username, String password) {
        String pair = username + ":" + password;
        return RestAssured.given()
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
