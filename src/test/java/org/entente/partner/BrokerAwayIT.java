package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.party.PartnerId;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;

/** A broker that is down stops no operator, and what it missed is brought about later. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class BrokerAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    DirectoryChanges changes;

    @Inject
    StoredPartners directory;

    @Inject
    CredentialService credentials;

    private final AtomicBoolean away = new AtomicBoolean(true);

    private final SubscriberAccess broker = new SubscriberAccess() {
        @Override
        public Uni<Access> provision(PartnerId partner) {
            return away.get()
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom()
                            .item(new Access(partner.value(), Optional.of("secret"), List.of("t", "m", "a"), "g"));
        }

        @Override
        public Uni<Void> suspend(PartnerId partner) {
            return away.get()
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().voidItem();
        }
    };

    private SubscriberProvisioning provisioning(Clock clock) {
        return new SubscriberProvisioning(broker, changes, directory, clock);
    }

    private PartnerService partners() {
        return new PartnerService(changes, credentials, provisioning(Clock.systemUTC()), Clock.systemUTC());
    }

    private KafkaState state(PartnerId partner) {
        return directory
                .fresh()
                .await()
                .atMost(PATIENCE)
                .partner(partner)
                .orElseThrow()
                .kafka();
    }

    /** By a clock so much later than the one by which it was noted; earlier where that was set back. */
    private void catchUp(Duration later) {
        provisioning(Clock.offset(Clock.systemUTC(), later)).catchUp().await().atMost(PATIENCE);
    }

    @Test
    void partnerIsCreatedWithoutTheBrokerAndProvisionedOnceItIsBack() {
        PartnerId partner = new PartnerId(People.name("xk-cert"));

        PartnerService.CreatedPartner created = partners()
                .create(PartnerService.NewPartner.of(partner, "No broker"), "test")
                .await()
                .atMost(PATIENCE);

        assertThat(created.kafka()).isEmpty();
        assertThat(state(partner)).isEqualTo(KafkaState.PENDING);
        away.set(false);
        catchUp(Duration.ofHours(1));
        assertThat(state(partner)).isEqualTo(KafkaState.READY);
    }

    @Test
    void suspensionHoldsWithoutTheBrokerAndReachesItOnceItIsBack() {
        PartnerId partner = new PartnerId(People.name("xk-cert"));
        IssuedPassword password = partners()
                .create(PartnerService.NewPartner.of(partner, "No broker"), "test")
                .await()
                .atMost(PATIENCE)
                .password();

        partners().suspend(partner, "test").await().atMost(PATIENCE);

        People.as(password).get("/api/v1/me").then().statusCode(401);
        assertThat(state(partner)).isEqualTo(KafkaState.CUT_PENDING);
        away.set(false);
        catchUp(Duration.ofHours(-1));
        assertThat(state(partner)).isEqualTo(KafkaState.CUT);
    }
}
