package org.entente.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks every few seconds whether a broker answers, on every instance, whether or not it delivers. Nothing but what is shown depends
 * on it: the relay finds out for itself. Thread safe.
 */
@ApplicationScoped
class BrokerWatch {

    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int TIMEOUT_MILLIS = 4_000;

    private final KafkaAdministration kafka;
    private volatile Brokers brokers = Brokers.UNKNOWN;
    private @Nullable Cancellable watch;

    BrokerWatch(KafkaAdministration kafka, MeterRegistry meters) {
        this.kafka = kafka;
        Gauge.builder("entente.relay.brokers.answer", () -> brokers.figure())
                .description("1 while a Kafka broker answers this instance, 0 while none does")
                .register(meters);
    }

    /** What is known of the brokers. */
    enum Brokers {
        /** Not asked yet. */
        UNKNOWN,
        ANSWER,
        AWAY;

        private double figure() {
            return switch (this) {
                case UNKNOWN -> Double.NaN;
                case ANSWER -> 1;
                case AWAY -> 0;
            };
        }
    }

    Brokers brokers() {
        return brokers;
    }

    void start(@Observes StartupEvent event) {
        watch = Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> asked())
                .subscribe()
                .with(found -> brokers = found, failed -> LOG.warn("Brokers are no longer watched", failed));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable started = watch;
        if (started != null) {
            started.cancel();
        }
    }

    private Uni<Brokers> asked() {
        return kafka.call(admin -> admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                        .nodes())
                .map(nodes -> nodes.isEmpty() ? Brokers.AWAY : Brokers.ANSWER)
                .onFailure()
                .recoverWithItem(Brokers.AWAY);
    }
}
