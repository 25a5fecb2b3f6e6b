package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.entente.party.PartnerId;
import org.entente.relay.Recipients.Standing;
import org.junit.jupiter.api.Test;

class ShardMeterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ShardMeter meter = new ShardMeter(registry, 3, () -> 100);

    @Test
    void lagIsWhatTheLogHoldsBeyondTheShard() {
        meter.committed(7, 60);

        assertThat(registry.get("entente.relay.lag").tag("shard", "3").gauge().value())
                .isEqualTo(40);
        assertThat(registry.get("entente.relay.records").counter().count()).isEqualTo(7);
        assertThat(registry.get("entente.relay.transactions")
                        .tag("outcome", "committed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void instanceThatDoesNotRunTheShardHasNoLag() {
        meter.committed(1, 60);

        meter.left();

        assertThat(registry.get("entente.relay.lag").gauge().value()).isNaN();
    }

    @Test
    void lagOfAPartnerIsWhatItsFeedsHaveNotComeTo() {
        meter.partners(Map.of(new PartnerId("xb-cert"), 75L));
        assertThat(registry.get("entente.relay.partner.lag")
                        .tags("partner", "xb-cert", "shard", "3")
                        .gauge()
                        .value())
                .isEqualTo(25);

        meter.left();

        assertThat(registry.find("entente.relay.partner.lag").gauges()).isEmpty();
    }

    @Test
    void stoppedPartnersAreNamedWithTheReasonUntilTheyGoOn() {
        meter.standing(Map.of(new PartnerId("xb-cert"), Standing.QUARANTINE));
        assertThat(registry.get("entente.relay.stopped")
                        .tags("partner", "xb-cert", "reason", "quarantine")
                        .gauge()
                        .value())
                .isEqualTo(1);

        meter.standing(Map.of());

        assertThat(registry.find("entente.relay.stopped").gauges()).isEmpty();
    }
}
