package org.entente.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two exchanges behind a load balancer, of which one dies or freezes, or both. */
class InstanceFaultsIT extends Faults {

    private static final int ROUNDS = Integer.getInteger("faults.rounds", 100);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** Until PostgreSQL ends a frozen instance's sessions, the other finds that out, and Kafka has fenced the one before. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(40);

    @Override
    Stage stage(String name) throws Exception {
        return new Stage(name, size(2, 1, name));
    }

    @Test
    void killedAtRandomMoments() throws Exception {
        RandomGenerator random = RandomGenerator.getDefault();
        String fault = "kill -9 of one of two exchanges, %d rounds".formatted(ROUNDS);
        load().under("instance-killed", fault, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                // Otherwise one that is starting may be hit, or the only one that is not.
                if (random.nextBoolean()) {
                    stage().exchanges.forEach(Exchange::awaitReady);
                    load().awaitMore(random.nextInt(30) * Client.OBJECTS_A_BUNDLE);
                }
                load().keepFor(Duration.ofMillis(random.nextInt(3000)));
                stage().exchanges.get(random.nextInt(2)).kill();
            }
        });
    }

    @Test
    void oneFrozen() throws Exception {
        for (Exchange frozen : stage().exchanges) {
            String name = "instance-frozen-" + stage().exchanges.indexOf(frozen);
            load().under(name, "SIGSTOP of one of two exchanges for a minute", TAKEN_OVER, () -> {
                frozen.signal("STOP");
                load().keepFor(A_MINUTE);
                frozen.signal("CONT");
            });
        }
    }

    @Test
    void allFrozen() throws Exception {
        load().under("instances-frozen", "SIGSTOP of both exchanges for a minute", () -> {
            for (Exchange exchange : stage().exchanges) {
                exchange.signal("STOP");
            }
            load().keepFor(A_MINUTE);
            for (Exchange exchange : stage().exchanges) {
                exchange.signal("CONT");
            }
        });
    }
}
