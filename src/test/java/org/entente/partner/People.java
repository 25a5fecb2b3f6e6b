package org.entente.partner;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/** Makes partners and operators for integration tests, each under a name of its own, since tests share one database. */
public final class People {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private People() {}

    public static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static IssuedPassword operator(OperatorService operators, String... roles) {
        OperatorId id = new OperatorId(name(String.join("-", roles)));
        return operators
                .create(new OperatorService.NewOperator(id, "Operator of a test", Set.of(roles)), "test")
                .await()
                .atMost(PATIENCE);
    }

    public static IssuedPassword partner(PartnerService partners) {
        PartnerId id = new PartnerId(name("xt-cert"));
        return partners.create(PartnerService.NewPartner.of(id, "Partner of a test"), "test")
                .await()
                .atMost(PATIENCE)
                .password();
    }

    public static RequestSpecification as(IssuedPassword password) {
        return RestAssured.given().auth().preemptive().basic(password.username(), password.password());
    }
}
