package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.entente.log.Feed;
import org.entente.partner.SubscriberAccess.Access;
import org.entente.party.PartnerId;
import org.entente.relay.RelayStage.Running;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers that prove by a certificate who they are, at a broker that is set up as docs/kafka.md says. */
class SubscriberCertificateIT {

    private static final Duration BRIEF = Duration.ofMillis(500);

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    private static Path folder;

    private static BrokerProcess broker;
    private static OwnDatabase database;

    @BeforeAll
    static void startBroker() throws Exception {
        database = new OwnDatabase("subscriber_certificate_it");
        broker = new BrokerProcess(folder.resolve("broker"))
                .withMutualTls(AUTHORITY)
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        database.close();
    }

    private static RelayStage stage() {
        return new RelayStage(
                database,
                Map.of("kafka.bootstrap.servers", broker.address()),
                Map.of("subscriber-authentication", "mtls"));
    }

    @Test
    void partnerReadsItsOwnTopicsByItsCertificateAndNoOthersUntilItIsSuspended() {
        try (RelayStage stage = stage()) {
            // Given
            PartnerId xb = stage.world.partner("xb-cert");
            PartnerId xc = stage.world.partner("xc-cert");
            Access given = RelayStage.join(stage.access.provision(xb));
            RelayStage.join(stage.access.provision(xc));
            assertThat(given.password()).isEmpty();
            assertThat(given.username()).isEqualTo("xb-cert");
            Running relay = stage.start();
            stage.world.log();
            relay.worker().wake();

            // When
            try (KafkaConsumer<byte[], byte[]> open = consumer("CN=xb-cert,O=Xb", "xb-cert.open");
                    KafkaConsumer<byte[], byte[]> nosy = consumer("CN=xb-cert", "xb-cert.nosy");
                    KafkaConsumer<byte[], byte[]> unknown = consumer("CN=Xb Cert", "xb-cert.unknown")) {
                open.subscribe(given.topics());

                // Then
                Awaitility.await()
                        .atMost(RelayStage.PATIENCE)
                        .until(() -> !open.poll(BRIEF).isEmpty());
                nosy.subscribe(List.of(TopicNames.feed(xc, Feed.THREATS)));
                assertThatThrownBy(() -> pollUntilRefused(nosy)).isInstanceOf(TopicAuthorizationException.class);
                assertThatThrownBy(() -> unknown.partitionsFor(given.topics().get(0), Duration.ofSeconds(3)))
                        .as("a name that no rule maps is hung up on")
                        .isInstanceOfAny(TimeoutException.class, SslAuthenticationException.class);

                // When
                RelayStage.join(stage.access.suspend(xb));
                long suspended = System.nanoTime();

                // Then
                assertThatThrownBy(() -> pollUntilRefused(open)).isInstanceOf(AuthorizationException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - suspended)).isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void nobodyLacksACredentialWhereThereAreNone() {
        try (RelayStage stage = stage()) {
            // Given
            PartnerId xd = stage.world.partner("xd-cert");
            RelayStage.join(stage.access.provision(xd));

            // When
            SubscriberUpkeep upkeep = new SubscriberUpkeep(
                    stage.world.partners(),
                    stage.kafka,
                    stage.topics,
                    stage.claims,
                    stage.config,
                    RelayStage.UNNOTED,
                    Clock.systemUTC());

            // Then, once the broker answers by the new rules
            Awaitility.await().atMost(RelayStage.PATIENCE).untilAsserted(() -> {
                SubscriberUpkeep.Differences found = RelayStage.join(upkeep.run());
                assertThat(found.credentialMissing()).isEmpty();
                assertThat(found.rulesAdded()).isEmpty();
            });
        }
    }

    @Test
    void rulesOfSomebodyElseAreNotTakenForAPartners() throws Exception {
        try (RelayStage stage = stage()) {
            // Given a user of the broker's administrator, known by a certificate
            PartnerId foreign = new PartnerId("backup");
            RelayStage.join(stage.kafka.call(
                    admin -> admin.createAcls(AccessRules.of(foreign)).all()));
            Awaitility.await()
                    .atMost(RelayStage.PATIENCE)
                    .until(() -> !RelayStage.join(stage.kafka.call(admin ->
                                    admin.describeAcls(AccessRules.all(foreign)).values()))
                            .isEmpty());

            // When, then
            assertThatThrownBy(() -> RelayStage.join(stage.access.provision(foreign)))
                    .hasMessageContaining("that the exchange did not make");
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String subject, String group) {
        TestAuthority.Identity identity = AUTHORITY.identity(subject);
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", broker.mutualAddress());
        all.put("security.protocol", "SSL");
        all.put("ssl.truststore.type", "PEM");
        all.put("ssl.truststore.certificates", AUTHORITY.certificate());
        all.put("ssl.keystore.type", "PEM");
        all.put("ssl.keystore.key", identity.key());
        all.put("ssl.keystore.certificate.chain", identity.certificate());
        all.put("group.id", group);
        all.put("isolation.level", "read_committed");
        all.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void pollUntilRefused(KafkaConsumer<byte[], byte[]> consumer) {
        long deadline = System.nanoTime() + RelayStage.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            consumer.poll(BRIEF);
        }
    }
}
