package org.entente.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.entente.relay.BrokerProcess;
import org.junit.jupiter.api.Test;

/** Two exchanges whose PostgreSQL or Kafka has no room to write. */
class DiskFaultsIT extends Faults {

    private static final Duration A_WHILE = Duration.ofSeconds(30);
    private static final Path WHERE = FaultReport.FOLDER.resolve("disks");

    private SmallDisk databaseDisk;
    private SmallDisk brokerDisk;

    @Override
    Stage stage(String name) throws Exception {
        assumeTrue(SmallDisk.isPossible(WHERE), "Nobody but root may mount a small disk to fill");
        databaseDisk = SmallDisk.of(WHERE.resolve("database"), 320);
        brokerDisk = SmallDisk.of(WHERE.resolve("brokers"), 320);
        return new Stage(
                        name,
                        size(2, 1, name)
                                .databaseIn(databaseDisk.folder.resolve("data"))
                                .brokersIn(brokerDisk.folder))
                .owning(databaseDisk)
                .owning(brokerDisk);
    }

    /** So that a disk without room is met soon. */
    @Override
    int padding() {
        return 4000;
    }

    @Test
    void databaseFull() throws Exception {
        load().under("database-full", "PostgreSQL's disk full for 30 s", () -> {
            keepFull(databaseDisk);
            databaseDisk.free();
            // What its own supervisor would do. It gives up by itself when it cannot write its log.
            if (!stage().database.isAlive()) {
                stage().database.start();
            }
        });
    }

    @Test
    void brokerFull() throws Exception {
        load().under("broker-full", "Kafka's disk full for 30 s", () -> {
            keepFull(brokerDisk);
            brokerDisk.free();
            BrokerProcess broker = stage().brokers.all.get(0);
            if (!broker.isAlive()) {
                broker.start();
            }
        });
    }

    private void keepFull(SmallDisk disk) throws IOException, InterruptedException {
        long until = System.nanoTime() + A_WHILE.toNanos();
        while (System.nanoTime() < until) {
            disk.fill();
            load().keepFor(Duration.ofMillis(500));
        }
    }
}
