package org.entente.recall;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.entente.log.RecallBook;
import org.entente.log.RecallBook.Open;
import org.entente.log.RecallFollow;
import org.jboss.logging.Logger;

/**
 * Follows policies and markings in the background: on every instance it looks, on one at a time it works. What fails is tried again
 * with the next look.
 */
@ApplicationScoped
class RecallFollower {

    private static final Logger LOG = Logger.getLogger(RecallFollower.class);
    private static final Duration STOPPED = Duration.ofMillis(1);

    private final PolicyRecalls policies;
    private final MarkingRecalls markings;
    private final RecallFollow follow;
    private final RecallBook book;
    private final RecallConfig config;
    private final Clock clock;
    private volatile Open open = new Open(0, Duration.ZERO);
    private volatile boolean stopping;

    RecallFollower(
            PolicyRecalls policies,
            MarkingRecalls markings,
            RecallFollow follow,
            RecallBook book,
            RecallConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.policies = policies;
        this.markings = markings;
        this.follow = follow;
        this.book = book;
        this.config = config;
        this.clock = clock;
        Gauge.builder("entente.recalls.open", () -> open.notices())
                .description("Notices of recalls that partners have not acknowledged")
                .register(meters);
        Gauge.builder("entente.recalls.open.oldest", () -> open.oldest().toSeconds())
                .baseUnit("seconds")
                .description("How long the oldest of them has been open")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        Uni.createFrom()
                .deferred(this::look)
                .onFailure()
                .invoke(failure -> LOG.warnf("Recalls were not followed and will be again: %s", failure))
                .onItemOrFailure()
                .transformToUni((done, failure) ->
                        Uni.createFrom().item(true).onItem().delayIt().by(stopping ? STOPPED : config.poll()))
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .subscribe()
                .with(
                        done -> LOG.debug("Recalls are not followed any more"),
                        failure -> LOG.error("Recalls are not followed any more", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private Uni<Void> look() {
        return follow.alone(() -> untilDone(policies::round).chain(() -> untilDone(markings::round)))
                .chain(() -> book.open(clock.instant()))
                .invoke(now -> open = now)
                .replaceWithVoid();
    }

    private Uni<Void> untilDone(Supplier<Uni<? extends Boolean>> round) {
        return Uni.createFrom()
                .deferred(round)
                .repeat()
                .until(more -> stopping || !more)
                .onItem()
                .ignoreAsUni();
    }
}
