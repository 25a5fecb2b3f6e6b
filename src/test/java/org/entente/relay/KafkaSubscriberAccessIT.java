package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.entente.log.Feed;
import org.entente.partner.SubscriberAccess.Access;
import org.entente.party.PartnerId;
import org.entente.relay.RelayStage.Running;
import org.entente.relay.RelayStage.Subscriber;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a subscriber can do at the broker, tried with its own credential. */
class KafkaSubscriberAccessIT {

    private static final Duration BRIEF = Duration.ofMillis(500);

    private static OwnDatabase database;
    private RelayStage stage;

    @BeforeAll
    static void createDatabase() {
        database = new OwnDatabase("subscriber_access_it");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void setStage() {
        stage = new RelayStage(database);
    }

    @AfterEach
    void clearStage() {
        stage.close();
    }

    @Test
    void subscriberSeesItsThreeTopicsAndNothingElse() throws Exception {
        // Given
        Subscriber xb = stage.subscriber("xb-cert");
        stage.subscriber("xc-cert");

        // When
        try (Admin admin = Admin.create(stage.properties(xb.access()))) {
            Set<String> topics = admin.listTopics().names().get(20, TimeUnit.SECONDS);

            // Then
            assertThat(topics).containsExactlyInAnyOrderElementsOf(xb.access().topics());
            assertThatThrownBy(() -> admin.describeTopics(List.of(TopicNames.PROGRESS_TOPIC))
                            .allTopicNames()
                            .get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> admin.listConsumerGroupOffsets(TopicNames.PROGRESS_GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(GroupAuthorizationException.class);
            assertThatThrownBy(
                            () -> admin.deleteTopics(xb.access().topics()).all().get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void subscriberCannotReadAnothersTopicNorUseAnothersGroup() {
        // Given, among others, a partner whose name starts with the whole name of the first
        Subscriber xb = stage.subscriber("xb-cert");
        PartnerId longer = new PartnerId(xb.partner().value() + "-2");
        RelayStage.join(stage.access.provision(longer));

        // When it asks for the other's topic, and for its own through the other's groups
        KafkaConsumer<byte[], byte[]> nosy =
                stage.consumer(xb.access(), xb.access().groupPrefix() + "nosy");
        nosy.subscribe(List.of(TopicNames.feed(longer, Feed.THREATS)));

        // Then
        assertThatThrownBy(() -> pollUntilRefused(nosy)).isInstanceOf(TopicAuthorizationException.class);
        for (String group :
                List.of(longer.value() + ".group", longer.value(), xb.partner().value(), "anything")) {
            KafkaConsumer<byte[], byte[]> consumer = stage.consumer(xb.access(), group);
            consumer.subscribe(xb.access().topics());
            assertThatThrownBy(() -> pollUntilRefused(consumer))
                    .as(group)
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void subscriberCannotWriteToItsOwnTopic() {
        // Given
        Subscriber xb = stage.subscriber("xb-cert");
        Map<String, Object> properties = new HashMap<>(stage.properties(xb.access()));
        properties.put("enable.idempotence", false);

        // When
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> forged =
                    new ProducerRecord<>(xb.access().topics().get(0), new byte[] {1});

            // Then
            assertThatThrownBy(() -> producer.send(forged).get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void suspendingStopsAnOpenConsumerAndRefusesNewOnes() {
        // Given a consumer in the middle of its feed
        Subscriber xb = stage.subscriber("xb-cert");
        Running relay = stage.start();
        stage.world.log();
        relay.worker().wake();
        KafkaConsumer<byte[], byte[]> open =
                stage.consumer(xb.access(), xb.access().groupPrefix() + "open");
        open.subscribe(xb.access().topics());
        Awaitility.await()
                .atMost(RelayStage.PATIENCE)
                .until(() -> !open.poll(BRIEF).isEmpty());

        // When
        RelayStage.join(stage.access.suspend(xb.partner()));
        long suspended = System.nanoTime();

        // Then reading stops within five seconds, even of what comes later, and nobody can sign in again
        assertThatThrownBy(() -> pollUntilRefused(open)).isInstanceOf(AuthorizationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - suspended)).isLessThan(Duration.ofSeconds(5));
        KafkaConsumer<byte[], byte[]> fresh =
                stage.consumer(xb.access(), xb.access().groupPrefix() + "fresh");
        fresh.subscribe(xb.access().topics());
        assertThatThrownBy(() -> pollUntilRefused(fresh)).isInstanceOf(SaslAuthenticationException.class);
        // And suspending again changes nothing
        RelayStage.join(stage.access.suspend(xb.partner()));
    }

    @Test
    void provisioningAgainGivesAFreshCredentialAndKeepsTheTopics() {
        // Given
        Subscriber xb = stage.subscriber("xb-cert");
        Running relay = stage.start();
        stage.world.log();
        relay.worker().wake();
        assertThat(stage.read(xb, 1)).hasSize(1);

        // When
        Access second = stage.provision(xb.partner());

        // Then
        assertThat(second.password()).isNotEqualTo(xb.access().password());
        assertThat(second.topics()).isEqualTo(xb.access().topics());
        KafkaConsumer<byte[], byte[]> old =
                stage.consumer(xb.access(), xb.access().groupPrefix() + "old");
        old.subscribe(second.topics());
        assertThatThrownBy(() -> pollUntilRefused(old)).isInstanceOf(SaslAuthenticationException.class);
        stage.world.log();
        relay.worker().wake();
        assertThat(stage.read(new Subscriber(xb.partner(), second), 1))
                .isEqualTo(stage.logged(2).subList(1, 2));
    }

    @Test
    void renewingACredentialStopsWhoeverReadsWithTheOldOneWithinFiveSeconds() {
        // Given a consumer in the middle of its feed
        Subscriber xb = stage.subscriber("xb-cert");
        Running relay = stage.start();
        stage.world.log();
        relay.worker().wake();
        KafkaConsumer<byte[], byte[]> open =
                stage.consumer(xb.access(), xb.access().groupPrefix() + "open");
        open.subscribe(xb.access().topics());
        Awaitility.await()
                .atMost(RelayStage.PATIENCE)
                .until(() -> !open.poll(BRIEF).isEmpty());

        // When
        Access renewed = RelayStage.join(stage.access.provision(xb.partner()));
        long given = System.nanoTime();

        // Then it is refused by itself, though its connection was open all the time
        assertThatThrownBy(() -> pollUntilRefused(open)).isInstanceOf(SaslAuthenticationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - given)).isLessThan(Duration.ofSeconds(5));
        // And whoever has the new one reads
        stage.world.log();
        relay.worker().wake();
        assertThat(stage.read(new Subscriber(xb.partner(), renewed), 2)).isEqualTo(stage.logged(2));
    }

    @Test
    void suspendedPartnerThatIsProvisionedAgainReadsOn() {
        // Given
        Subscriber xb = stage.subscriber("xb-cert");
        RelayStage.join(stage.access.suspend(xb.partner()));

        // When
        Access again = stage.provision(xb.partner());
        stage.start();
        stage.world.log();

        // Then
        assertThat(stage.read(new Subscriber(xb.partner(), again), 1)).hasSize(1);
    }

    @Test
    void credentialsOfOthersThanPartnersAreOutOfReach() throws Exception {
        // Given a user of the broker's administrator
        String foreign = "backup-" + stage.shard;
        try (Admin admin = Admin.create(stage.settings.admin())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            foreign,
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                            "a password for this test only")))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        // When a partner of that name, or of the exchange's own, is provisioned or suspended, then it is refused
        assertThatThrownBy(() -> RelayStage.join(stage.access.provision(new PartnerId(foreign))))
                .hasMessageContaining("that the exchange did not make");
        assertThatThrownBy(() -> RelayStage.join(stage.access.provision(new PartnerId("entente"))))
                .hasMessageContaining("own Kafka user");
        assertThatThrownBy(() -> RelayStage.join(stage.access.suspend(new PartnerId("entente"))))
                .hasMessageContaining("own Kafka user");
    }

    @Test
    void upkeepRepairsTopicsAndRulesAndReportsWhatItFound() throws Exception {
        // Given a partner whose topic and rule were deleted, another with a rule too many and without its credential
        Subscriber xb = stage.subscriber("xb-cert");
        Subscriber xc = stage.subscriber("xc-cert");
        List<AclBinding> rules = AccessRules.of(xb.partner());
        AclBinding tooMuch = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, xb.access().topics().get(0), PatternType.LITERAL),
                new AccessControlEntry(
                        AccessRules.principal(xc.partner()), "*", AclOperation.READ, AclPermissionType.ALLOW));
        AclBinding ofAnother = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "entente.", PatternType.PREFIXED),
                new AccessControlEntry("User:somebody", "*", AclOperation.READ, AclPermissionType.ALLOW));
        try (Admin admin = Admin.create(stage.settings.admin())) {
            admin.deleteAcls(List.of(rules.get(0).toFilter())).all().get(20, TimeUnit.SECONDS);
            admin.createAcls(List.of(tooMuch, ofAnother)).all().get(20, TimeUnit.SECONDS);
            admin.deleteTopics(List.of(xb.access().topics().get(2))).all().get(20, TimeUnit.SECONDS);
            admin.alterUserScramCredentials(List.of(
                            new UserScramCredentialDeletion(xc.partner().value(), ScramMechanism.SCRAM_SHA_512)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            // A change is acknowledged before every thread of the broker answers by it.
            Awaitility.await().atMost(RelayStage.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(admin.describeUserScramCredentials().users().get(20, TimeUnit.SECONDS))
                        .doesNotContain(xc.partner().value());
                assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS))
                        .doesNotContain(xb.access().topics().get(2));
                assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get(20, TimeUnit.SECONDS))
                        .contains(tooMuch, ofAnother)
                        .doesNotContain(rules.get(0));
            });

            // When
            SubscriberUpkeep upkeep = new SubscriberUpkeep(
                    stage.world.partners(),
                    stage.kafka,
                    stage.topics,
                    stage.claims,
                    stage.config,
                    RelayStage.UNNOTED,
                    Clock.systemUTC());
            SubscriberUpkeep.Differences found = RelayStage.join(upkeep.run());

            // Then
            DriftResource.Drift report = new DriftResource(upkeep).last();
            assertThat(report.rulesAdded()).hasSize(1);
            assertThat(report.credentialMissing()).containsExactly(xc.partner().value());
            assertThat(report.checkedAt()).isPresent();
            assertThat(found.rulesAdded()).containsExactly(rules.get(0));
            assertThat(found.rulesRemoved()).containsExactly(tooMuch);
            assertThat(found.rulesOfOthers()).contains(ofAnother).doesNotContainAnyElementsOf(rules);
            assertThat(report.rulesOfOthers()).contains("User:somebody ALLOW READ TOPIC PREFIXED entente.");
            assertThat(found.credentialMissing()).containsExactly(xc.partner());
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS))
                    .containsAll(xb.access().topics());
            Awaitility.await().atMost(RelayStage.PATIENCE).untilAsserted(() -> {
                SubscriberUpkeep.Differences again = RelayStage.join(upkeep.run());
                assertThat(again.rulesAdded()).isEmpty();
                assertThat(again.rulesRemoved()).isEmpty();
            });
            assertThat(admin.deleteAcls(List.of(ofAnother.toFilter())).all().get(20, TimeUnit.SECONDS))
                    .containsExactly(ofAnother);
        }
    }

    @Test
    void exchangeNeedsOnlyTheRightsThatAreDocumented() throws Exception {
        // Given an exchange that is no super user of the broker
        String user = "exchange-" + stage.shard;
        String password = "a password for this test only";
        try (Admin admin = Admin.create(stage.settings.admin())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            admin.createAcls(rightsOf(user)).all().get(20, TimeUnit.SECONDS);
        }
        Map<String, String> services = new HashMap<>(EmbeddedServices.configuration());
        services.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
        try (RelayStage modest = new RelayStage(database, services)) {
            // When
            Subscriber xb = modest.subscriber("xb-cert");
            modest.start();
            modest.world.log();

            // Then
            assertThat(modest.read(xb, 1)).hasSize(1);
            SubscriberUpkeep upkeep = new SubscriberUpkeep(
                    modest.world.partners(),
                    modest.kafka,
                    modest.topics,
                    modest.claims,
                    modest.config,
                    RelayStage.UNNOTED,
                    Clock.systemUTC());
            assertThat(RelayStage.join(upkeep.run()).lackingTopics()).isEmpty();
            RelayStage.join(modest.access.suspend(xb.partner()));
        }
    }

    /** As docs/kafka.md says. */
    private static List<AclBinding> rightsOf(String user) {
        List<AclBinding> rights = new ArrayList<>();
        add(rights, user, ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.CREATE);
        add(rights, user, ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.ALTER);
        add(rights, user, ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.DESCRIBE);
        add(rights, user, ResourceType.TOPIC, "entente.", PatternType.PREFIXED, AclOperation.WRITE);
        add(rights, user, ResourceType.TOPIC, "entente.", PatternType.PREFIXED, AclOperation.DESCRIBE);
        add(rights, user, ResourceType.TOPIC, "entente.relay.", PatternType.PREFIXED, AclOperation.READ);
        add(rights, user, ResourceType.TOPIC, "entente.relay.", PatternType.PREFIXED, AclOperation.ALTER);
        add(rights, user, ResourceType.GROUP, "entente-relay", PatternType.LITERAL, AclOperation.READ);
        add(rights, user, ResourceType.TRANSACTIONAL_ID, "entente-relay-", PatternType.PREFIXED, AclOperation.WRITE);
        return rights;
    }

    private static void add(
            List<AclBinding> rights,
            String user,
            ResourceType type,
            String name,
            PatternType pattern,
            AclOperation operation) {
        rights.add(new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
    }

    private static void pollUntilRefused(KafkaConsumer<byte[], byte[]> consumer) {
        long deadline = System.nanoTime() + RelayStage.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            consumer.poll(BRIEF);
        }
    }
}
