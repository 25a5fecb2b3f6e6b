package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.entente.partner.IssuedPassword;
import org.entente.partner.OperatorService;
import org.entente.partner.People;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By which address requests are counted, and that it is not looked for where nothing failed. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AddressTemplatesIT {

    private static final AtomicReference<Object> HANDLER = new AtomicReference<>();

    /** Sees each request after authentication, and after what the framework does then. */
    @ApplicationScoped
    static class Behind {
        void register(@Observes Filters filters) {
            filters.register(
                    context -> {
                        HANDLER.set(context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER));
                        context.next();
                    },
                    150);
        }
    }

    @Inject
    OperatorService operators;

    private IssuedPassword admin;
    private IssuedPassword auditor;

    @BeforeEach
    void people() {
        admin = People.operator(operators, "admin");
        auditor = People.operator(operators, "auditor");
    }

    @Test
    void frameworkDoesNotLookForTheAddressOfARequestThatIsSignedOn() {
        // Given: with a handler of its own in place it has looked
        HANDLER.set("nothing was asked");

        // When
        People.as(admin).get("/api/v1/partners").then().statusCode(200);

        // Then
        assertThat(HANDLER.get()).isSameAs(AddressTemplates.FAILURES);
    }

    @Test
    void everyRequestIsCountedByItsAddressWithoutWhatVaries() throws IOException {
        String varies = "nobody-" + System.nanoTime();
        String partner = "/api/v1/partners/" + varies;
        stranger().get(partner).then().statusCode(401);
        stranger().delete(partner).then().statusCode(401);
        stranger().get("/" + varies).then().statusCode(401);
        RestAssured.given().options(partner).then().statusCode(200);
        People.as(admin).get(partner).then().statusCode(404);
        People.as(admin).delete(partner).then().statusCode(405);
        People.as(admin).get("/api/v1/" + varies).then().statusCode(404);
        People.as(admin).put(partner).then().statusCode(415);
        People.as(admin)
                .header("Content-Encoding", "br")
                .contentType("application/json")
                .body("{}")
                .post("/" + varies)
                .then()
                .statusCode(415);

        People.as(admin)
                .get("/.well-known/csaf/restricted/amber/csaf-feed-tlp-amber.json")
                .then()
                .statusCode(403);
        assertThat(answerToLongHeader("/api/v1/" + varies)).contains(" 431 ");

        String counted = People.as(auditor)
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(counted).doesNotContain(varies);
        isCounted(counted, "/api/v1/partners/{partner}", 200, 401, 404, 405, 415);
        isCounted(counted, "/unknown", 401, 415);
        isCounted(counted, "NOT_FOUND", 404);
        isCounted(counted, "/.well-known/csaf/restricted/{label}/{feed: csaf-feed-tlp-[a-z]+\\\\.json}", 403);
    }

    /** The first line. What is answered so never comes to what answers all others. */
    private static String answerToLongHeader(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static RequestSpecification stranger() {
        return RestAssured.given().auth().preemptive().basic("nobody", "wrong");
    }

    private static void isCounted(String figures, String uri, int... statuses) {
        for (int status : statuses) {
            assertThat(figures.lines())
                    .as("%s %d", uri, status)
                    .anyMatch(line -> line.startsWith("http_server_requests_seconds_count")
                            && line.contains("status=\"" + status + "\"")
                            && line.contains("uri=\"" + uri + "\""));
        }
    }
}
