package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.entente.party.PartnerId;
import org.entente.relay.RelayStage.Running;
import org.entente.relay.RelayStage.Subscriber;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is killed under the relay, and comes back. */
class BrokerFailureIT {

    @TempDir
    private Path folder;

    @Test
    void killedBrokerLosesAndRepeatsNothing() throws Exception {
        try (OwnDatabase database = new OwnDatabase("broker_failure_it");
                BrokerProcess broker = new BrokerProcess(folder.resolve("broker"))
                        .withBriefSessions()
                        .start();
                RelayStage stage = new RelayStage(database, Map.of("kafka.bootstrap.servers", broker.address()))) {
            // Given
            PartnerId xb = stage.world.partner("xb-cert");
            Running relay = stage.start();

            // When it is killed three times under load, and entries go on coming while it is away
            for (int outage = 0; outage < 3; outage++) {
                logMany(stage, 2000);
                relay.worker().wake();
                long before = outage * 4000L;
                Awaitility.await()
                        .atMost(RelayStage.PATIENCE)
                        // While a transaction is open nobody can say.
                        .ignoreException(RelayTrouble.class)
                        .until(() -> stage.ports()
                                        .progress()
                                        .committed(stage.shard)
                                        .progress()
                                        .position()
                                > before);
                broker.kill();
                logMany(stage, 2000);
                relay.worker().wake();
                broker.start();
            }

            // Then
            assertThat(stage.read(new Subscriber(xb, RelayStage.WITHOUT_CREDENTIAL), 12_000))
                    .isEqualTo(stage.logged(12_000));
        }
    }

    @Test
    void relayThatStartsBeforeItsBrokerDeliversOnceItIsThere() throws Exception {
        try (OwnDatabase database = new OwnDatabase("broker_failure_it");
                BrokerProcess broker = new BrokerProcess(folder.resolve("late"))
                        .withBriefSessions()
                        .start();
                RelayStage stage = new RelayStage(database, Map.of("kafka.bootstrap.servers", broker.address()))) {
            // Given
            broker.kill();
            PartnerId xb = stage.world.partner("xb-cert");
            logMany(stage, 10);
            stage.start();

            // When
            broker.start();

            // Then
            assertThat(stage.read(new Subscriber(xb, RelayStage.WITHOUT_CREDENTIAL), 10))
                    .isEqualTo(stage.logged(10));
        }
    }

    @Test
    void brokerAwayForLongerThanAnyTimeLimitLosesAndRepeatsNothing() throws Exception {
        // Given time limits that are over soon, rather than a minute of waiting
        Map<String, String> clients = new HashMap<>(Map.of(
                "kafka.request.timeout.ms", "2000",
                "kafka.delivery.timeout.ms", "3000",
                "kafka.max.block.ms", "3000",
                "kafka.transaction.timeout.ms", "5000"));
        try (OwnDatabase database = new OwnDatabase("broker_failure_it");
                BrokerProcess broker = new BrokerProcess(folder.resolve("away"))
                        .withBriefSessions()
                        .start()) {
            clients.put("kafka.bootstrap.servers", broker.address());
            try (RelayStage stage = new RelayStage(database, clients, Map.of("call-timeout", "3s"))) {
                PartnerId xb = stage.world.partner("xb-cert");
                Running relay = stage.start();
                logMany(stage, 1000);
                relay.worker().wake();

                // When it is away until records, calls and the transaction have been given up many times over
                broker.kill();
                logMany(stage, 1000);
                relay.worker().wake();
                Awaitility.await()
                        .atMost(RelayStage.PATIENCE)
                        .during(Duration.ofSeconds(12))
                        .until(() -> relay.thread().isAlive());
                broker.start();

                // Then
                assertThat(stage.read(new Subscriber(xb, RelayStage.WITHOUT_CREDENTIAL), 2000))
                        .isEqualTo(stage.logged(2000));
            }
        }
    }

    @Test
    void brokerThatRunsOutOfDiskLosesAndRepeatsNothingOnceThereIsRoom() throws Exception {
        try (OwnDatabase database = new OwnDatabase("broker_failure_it");
                BrokerProcess broker = new BrokerProcess(folder.resolve("full"))
                        .withFilesUpTo(16)
                        .withBriefSessions()
                        .start();
                RelayStage stage = new RelayStage(
                        database,
                        Map.of("kafka.bootstrap.servers", broker.address(), "kafka.compression.type", "none"))) {
            // Given
            PartnerId xb = stage.world.partner("xb-cert");
            Running relay = stage.start();

            // When there is more than it can write, and more comes while it is down
            logLarge(stage, 30);
            relay.worker().wake();
            Awaitility.await().atMost(RelayStage.PATIENCE).until(() -> !broker.isAlive());
            logLarge(stage, 2);
            broker.withRoom().start();

            // Then
            assertThat(stage.read(new Subscriber(xb, RelayStage.WITHOUT_CREDENTIAL), 32)
                            .equals(stage.logged(32)))
                    .isTrue();
        }
    }

    /** Of a mebibyte each. */
    private static void logLarge(RelayStage stage, int count) {
        String filling = "x".repeat(1 << 20);
        for (int i = 0; i < count; i++) {
            stage.world.log("{\"type\":\"indicator\",\"id\":\"%s\",\"name\":\"" + filling + "\"}", 1);
        }
    }

    private static void logMany(RelayStage stage, int count) {
        for (int i = 0; i < count; i++) {
            stage.world.log();
        }
    }
}
