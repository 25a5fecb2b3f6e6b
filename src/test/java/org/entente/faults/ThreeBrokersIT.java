package org.entente.faults;

import java.time.Duration;
import org.entente.relay.BrokerProcess;
import org.junit.jupiter.api.Test;

/** Three brokers, two of which are enough. */
class ThreeBrokersIT extends Faults {

    /** Until the controller has noticed, and clients have found the new leaders. */
    private static final Duration LED_ANEW = Duration.ofSeconds(40);

    @Override
    Stage stage(String name) throws Exception {
        return new Stage(name, size(1, 3, name));
    }

    @Test
    void oneLost() throws Exception {
        for (BrokerProcess lost : stage().brokers.all) {
            String number = String.valueOf(stage().brokers.all.indexOf(lost) + 1);
            load().under(
                            "broker-lost-" + number,
                            "one of three brokers (" + number + ") lost for 30 s (kill -9)",
                            LED_ANEW,
                            () -> {
                                lost.kill();
                                load().keepFor(Duration.ofSeconds(30));
                                lost.start();
                            });
        }
    }
}
