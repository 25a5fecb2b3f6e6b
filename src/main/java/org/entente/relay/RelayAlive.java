package org.entente.relay;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether the threads that deliver are there: one that ended by a mistake of ours comes back with a restart only. That they get
 * nowhere is no reason to restart, and is not asked. On the event loop, so that busy workers are no reason either.
 */
@Liveness
@ApplicationScoped
class RelayAlive implements AsyncHealthCheck {

    private final Relay relay;

    RelayAlive(Relay relay) {
        this.relay = relay;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> HealthCheckResponse.named("relay")
                        .status(relay.isAlive())
                        .build());
    }
}
