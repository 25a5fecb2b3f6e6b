package org.entente.log;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether this instance still stands for sequencer, or is it. A database that is away ends no candidacy, and a restart would not
 * bring it back.
 */
@Liveness
@ApplicationScoped
class SequencerAlive implements AsyncHealthCheck {

    private final Sequencer sequencer;

    SequencerAlive(Sequencer sequencer) {
        this.sequencer = sequencer;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> HealthCheckResponse.named("sequencer")
                        .status(sequencer.isAlive())
                        .build());
    }
}
