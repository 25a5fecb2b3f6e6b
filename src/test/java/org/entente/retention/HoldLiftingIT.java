package org.entente.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A legal hold ends when two persons want the same, whichever version of the exchange they ask. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class HoldLiftingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOLDS = "/api/v1/retention/holds";

    /** What an exchange asked that needed one person only. */
    private static final String LIFT_ALONE = "UPDATE legal_hold SET lifted_at = now(), lifted_by = $2, lift_reason = $3"
            + " WHERE hold_id = $1 AND lifted_at IS NULL";

    private PartnersOverRest rest;

    @Inject
    Pool pool;

    @BeforeEach
    void findAccess() {
        rest = new PartnersOverRest(DemoAccess.awaited());
    }

    @Test
    void instanceThatAsksOnePersonCannotLiftAHold() {
        // Given
        UUID hold = held();

        // Then
        liftingIsRefused(hold, "admin", "Done with");

        // When
        propose(hold, "Done with").then().statusCode(200);

        // Then
        liftingIsRefused(hold, "admin", "Done with");
        liftingIsRefused(hold, "approver", "What nobody else has said");
        rest.as("auditor")
                .get(HOLDS + "/" + hold)
                .then()
                .body("liftedAt", nullValue())
                .body("liftReason", equalTo("Done with"));
        agree(hold, "\"2\"").then().statusCode(200).body("liftedBy", equalTo("approver"));
    }

    private void liftingIsRefused(UUID hold, String by, String reason) {
        assertThatThrownBy(() -> pool.preparedQuery(LIFT_ALONE)
                        .execute(Tuple.of(hold, by, reason))
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        PgException.class,
                        refused -> assertThat(refused.getSqlState()).isEqualTo("23514"))
                .hasMessageContaining("two persons");
    }

    @Test
    void whoAgreesToALiftingHasReadWhatWasProposed() {
        // Given
        UUID hold = held();
        String read = propose(hold, "The first words").getHeader("ETag");
        agree(hold, "*").then().statusCode(428);
        rest.as("approver")
                .post(HOLDS + "/" + hold + "/lifting/approval")
                .then()
                .statusCode(428);

        // When
        rest.as("admin")
                .header("If-Match", read)
                .delete(HOLDS + "/" + hold + "/lifting")
                .then()
                .statusCode(200);
        String newer = propose(hold, "Other words").getHeader("ETag");

        // Then
        agree(hold, read).then().statusCode(412);
        rest.as("admin")
                .header("If-Match", read)
                .delete(HOLDS + "/" + hold + "/lifting")
                .then()
                .statusCode(412);
        Response lifted = agree(hold, newer);
        lifted.then().statusCode(200).body("liftReason", equalTo("Other words"));
        assertThat(lifted.getHeader("ETag"))
                .isEqualTo(rest.as("auditor").get(HOLDS + "/" + hold).getHeader("ETag"))
                .isNotEqualTo(newer);
        agree(hold, lifted.getHeader("ETag")).then().statusCode(409);
    }

    private UUID held() {
        Response made = rest.as("curator")
                .contentType("application/json")
                .body("{\"object\":\"malware--" + UUID.randomUUID() + "\",\"reason\":\"For a test\"}")
                .post(HOLDS);
        made.then().statusCode(201).header("ETag", equalTo("\"1\""));
        return UUID.fromString(made.path("id"));
    }

    private Response propose(UUID hold, String reason) {
        return rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"" + reason + "\"}")
                .post(HOLDS + "/" + hold + "/lifting");
    }

    private Response agree(UUID hold, String read) {
        return rest.as("approver").header("If-Match", read).post(HOLDS + "/" + hold + "/lifting/approval");
    }
}
