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
    void everyRequestIsCountedByItsAddressWithoutWhatVaries() {
        String unknown = "nobody-" + System.nanoTime();
        get(RestAssured.given().auth().preemptive().basic("nobody", "wrong"), unknown, 401);
        get(People.as(admin), unknown, 404);

        String counted = People.as(auditor)
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(counted).doesNotContain(unknown);
        for (String status : new String[] {"401", "404"}) {
            assertThat(counted.lines())
                    .anyMatch(line -> line.startsWith("http_server_requests_seconds_count")
                            && line.contains("status=\"" + status + "\"")
                            && line.contains("uri=\"/api/v1/partners/{"));
        }
    }

    private static void get(RequestSpecification caller, String partner, int status) {
        caller.get("/api/v1/partners/" + partner).then().statusCode(status);
    }
}
