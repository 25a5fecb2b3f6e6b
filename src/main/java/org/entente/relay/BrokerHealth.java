package org.entente.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says with readiness how the brokers are, and never stands in its way: without them intake and every other exit go on, and an
 * instance taken out of service would only lose those too.
 */
@Readiness
@ApplicationScoped
class BrokerHealth implements HealthCheck {

    private final BrokerWatch watch;

    BrokerHealth(BrokerWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        BrokerWatch.Brokers brokers = watch.brokers();
        return HealthCheckResponse.named("kafka")
                .up()
                .withData("brokers", brokers.name().toLowerCase(Locale.ROOT))
                .withData("deliveries", brokers == BrokerWatch.Brokers.AWAY ? "wait, intake goes on" : "as ever")
                .build();
    }
}
