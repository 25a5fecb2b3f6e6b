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
import org.entente.log.RecallTroubles;
import org.jboss.logging.Logger;

/**
 * Follows policies and markings in the background: on every instance it looks, on one at a time it works. What fails is tried again
 * with the next look.
 */
@ApplicationScoped
class RecallFollower {

    private static final Logger LOG = Logger.getLogger(RecallFollower.class);
    private static final Duration STOPPED = Duration.ofMillis(1);

    /** Looks more often than this cost too much where very many notices are open. */
    private static final Duration MEASURED = Duration.ofSeconds(5);

    /** Of one look; whatever there is more is done by the next. */
    private static final Duration LOOK_MAX = Duration.ofMinutes(2);

    private final RecallWrites writes;
    private final RecallTroubles troubles;
    private final PolicyRecalls policies;
    private final MarkingRecalls markings;
    private final RecallFollow follow;
    private final RecallBook book;
    private final RecallConfig config;
    private final Clock clock;
    private volatile long failing;
    private volatile long measuredNanos = System.nanoTime() - MEASURED.toNanos();
    private volatile Open open = new Open(0, Duration.ZERO);
    private volatile boolean stopping;

    RecallFollower(
            RecallWrites writes,
            RecallTroubles troubles,
            PolicyRecalls policies,
            MarkingRecalls markings,
            RecallFollow follow,
            RecallBook book,
            RecallConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.writes = writes;
        this.troubles = troubles;
        this.policies = policies;
        this.markings = markings;
        this.follow = follow;
        this.book = book;
        this.config = config;
        this.clock = clock;
        Gauge.builder("entente.recalls.open", () -> open.notices())
                .description("Notices of recalls that partners have not acknowledged")
                .register(meters);
        Gauge.builder("entente.recalls.troubles", () -> failing)
                .description("Partners, objects and recalls whose recalling fails and is tried again")
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
        return follow.alone(this::untilDone).chain(this::measure);
    }

    private Uni<Void> untilDone() {
        long until = System.nanoTime() + LOOK_MAX.toNanos();
        return Uni.createFrom()
                .deferred(this::round)
                .repeat()
                .until(more -> stopping || !more || System.nanoTime() - until > 0)
                .onItem()
                .ignoreAsUni();
    }

    /** What is in force is written first: it is all told by then. None of them can keep another from its turn. */
    private Uni<Boolean> round() {
        return isolated("recalls in force", writes::round)
                .chain(more -> isolated("markings", markings::round).map(marked -> more || marked))
                .chain(more -> isolated("policies", policies::round).map(told -> more || told));
    }

    private Uni<Boolean> isolated(String what, Supplier<Uni<? extends Boolean>> work) {
        return Uni.createFrom()
                .deferred(work)
                .onFailure()
                .invoke(failure -> LOG.warnf("Recalls were not followed and will be again what=%s: %s", what, failure))
                .onFailure()
                .recoverWithItem(false)
                .map(more -> more);
    }

    private Uni<Void> measure() {
        if (System.nanoTime() - measuredNanos < MEASURED.toNanos()) {
            return Uni.createFrom().voidItem();
        }
        measuredNanos = System.nanoTime();
        return book.open(clock.instant())
                .invoke(now -> open = now)
                .chain(troubles::count)
                .invoke(count -> failing = count)
                .replaceWithVoid();
    }
}
