package org.entente.faults;

import java.time.Duration;
import org.entente.relay.BrokerProcess;
import org.junit.jupiter.api.Test;

/** Two exchanges whose only broker dies, freezes or is slow. */
class BrokerFaultsIT extends Faults {

    @Override
    Stage stage(String name) throws Exception {
        return new Stage(name, size(2, 1, name));
    }

    @Test
    void killed() throws Exception {
        load().under("broker-killed", "Kafka killed (kill -9), started again 30 s later", () -> {
            broker().kill();
            load().keepFor(Duration.ofSeconds(30));
            broker().start();
        });
    }

    @Test
    void restarted() throws Exception {
        load().under("broker-restarted", "Kafka restarted in an orderly way", () -> {
            broker().stop();
            broker().start();
        });
    }

    @Test
    void frozen() throws Exception {
        load().under("broker-frozen", "Kafka frozen (SIGSTOP) for 40 s", () -> {
            broker().signal("STOP");
            load().keepFor(Duration.ofSeconds(40));
            broker().signal("CONT");
        });
    }

    @Test
    void slow() throws Exception {
        load().under("broker-slow", "Kafka slow (1 s each way) for a minute", () -> {
            stage().brokers.delay(Duration.ofSeconds(1));
            load().keepFor(Duration.ofMinutes(1));
            stage().brokers.delay(Duration.ZERO);
        });
    }

    private BrokerProcess broker() {
        return stage().brokers.all.get(0);
    }
}
