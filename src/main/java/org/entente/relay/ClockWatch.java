package org.entente.relay;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has Kafka's clients made anew when the clock was set back. They go by the time of day for when to connect again, to ask who leads a
 * partition, and to give up on a request: what was to be in a moment would be in an hour, and nothing be delivered until then.
 */
@ApplicationScoped
class ClockWatch {

    private static final Logger LOG = Logger.getLogger(ClockWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Producers producers;
    private final KafkaAdministration kafka;
    private final SetBack setBack;
    private @Nullable Cancellable watch;

    ClockWatch(Producers producers, KafkaAdministration kafka, Clock clock) {
        this.producers = producers;
        this.kafka = kafka;
        this.setBack = new SetBack(clock, System::nanoTime);
    }

    void start(@Observes StartupEvent event) {
        watch = Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(tick -> look(), failed -> LOG.error("The clock is no longer watched", failed));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable started = watch;
        if (started != null) {
            started.cancel();
        }
    }

    void look() {
        try {
            Duration back = setBack.look();
            if (!back.isZero()) {
                LOG.warnf("The clock was set back; Kafka's clients begin anew seconds=%d", back.toSeconds());
                producers.endAll();
                kafka.beginAnew();
            }
        } catch (RuntimeException failed) {
            // What is thrown from here would end the watch.
            LOG.warn("Some of Kafka's clients may not have begun anew", failed);
        }
    }
}
