package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
                BrokerProcess broker = new BrokerProcess(folder.resolve("broker")).start();
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
                BrokerProcess broker = new BrokerProcess(folder.resolve("late")).start();
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

    private static void logMany(RelayStage stage, int count) {
        for (int i = 0; i < count; i++) {
            stage.world.log();
        }
    }
}
