package org.entente.relay;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AclBinding;
import org.awaitility.Awaitility;
import org.entente.party.PartnerId;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator is told of Kafka when somebody changed it by hand. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class DriftIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DRIFT = "/api/v1/kafka/drift";

    private DemoAccess access;

    @BeforeEach
    void findAccess() {
        access = DemoAccess.awaited();
    }

    @Test
    void ruleRemovedByHandIsReportedAndPutBack() throws Exception {
        // Given
        PartnerId partner = new PartnerId("xw-" + UUID.randomUUID().toString().substring(0, 8));
        as("admin")
                .contentType("application/json")
                .body("{\"id\":\"" + partner.value() + "\",\"title\":\"Drift\",\"roles\":[\"subscriber\"]}")
                .post("/api/v1/partners")
                .then()
                .statusCode(201);
        AclBinding rule = AccessRules.of(partner).get(0);
        String told =
                "User:" + partner.value() + " ALLOW READ TOPIC LITERAL entente.feed." + partner.value() + ".threats";
        try (Admin admin = Admin.create(administrator())) {
            Awaitility.await().atMost(PATIENCE).until(() -> exists(admin, rule));

            // When it is removed and looked for, unless the exchange happened to look in between by itself
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                admin.deleteAcls(List.of(rule.toFilter())).all().get(20, TimeUnit.SECONDS);
                List<String> added =
                        as("admin").post(DRIFT).then().statusCode(200).extract().path("rulesAdded");

                // Then
                assertThat(added).contains(told);
            });
            Awaitility.await().atMost(PATIENCE).until(() -> exists(admin, rule));
            as("admin").get(DRIFT).then().statusCode(200).body("checkedAt", org.hamcrest.Matchers.notNullValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xb-cert", "curator", "approver", "auditor"})
    void nobodyButAdministratorsIsTold(String caller) {
        assertThat(as(caller).get(DRIFT).statusCode()).isEqualTo(403);
        assertThat(as(caller).post(DRIFT).statusCode()).isEqualTo(403);
        assertThat(given().get(DRIFT).statusCode()).isEqualTo(401);
    }

    private static boolean exists(Admin admin, AclBinding rule) throws Exception {
        return admin.describeAcls(rule.toFilter())
                .values()
                .get(20, TimeUnit.SECONDS)
                .contains(rule);
    }

    private static Map<String, Object> administrator() {
        Map<String, Object> all = new HashMap<>();
        EmbeddedServices.configuration().forEach((name, value) -> {
            if (name.startsWith("kafka.") && AdminClientConfig.configNames().contains(name.substring(6))) {
                all.put(name.substring(6), value);
            }
        });
        return all;
    }

    private RequestSpecification as(String name) {
        AccessDocument.Caller caller = access.caller(name);
        return given().auth().preemptive().basic(caller.username(), caller.password());
    }
}
