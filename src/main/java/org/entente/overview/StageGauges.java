package org.entente.overview;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.entente.overview.Overview.Feed;
import org.entente.overview.Overview.Index;
import org.entente.overview.Overview.Queue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What waits at each stage, as figures for operators only. Read from the database a few times a minute, not at every scrape, and the
 * same on every instance: who adds them up over instances counts them twice, take the greatest. While the database is away there
 * are none, rather than old ones. Thread safe.
 */
@ApplicationScoped
class StageGauges {

    private static final Logger LOG = Logger.getLogger(StageGauges.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final Overviews overviews;
    private final Numbers numbers;
    private final Clock clock;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge indexLag;
    private final MultiGauge partnerAge;
    private volatile @Nullable Long pending;
    private @Nullable Cancellable watch;

    StageGauges(Overviews overviews, Numbers numbers, Clock clock, MeterRegistry registry) {
        this.overviews = overviews;
        this.numbers = numbers;
        this.clock = clock;
        this.waiting = gauge(registry, "entente.queue.waiting", "What waits for operators or partners", null);
        this.oldest = gauge(registry, "entente.queue.age", "For how long the first of it has waited", "seconds");
        this.indexLag = gauge(registry, "entente.index.lag", "Entries of the log that an index has not come to", null);
        this.partnerAge = gauge(
                registry,
                "entente.relay.partner.age",
                "Age of the first entry that a partner's feeds have not come to, whether or not it may have it",
                "seconds");
        Gauge.builder("entente.log.waiting", this::pending)
                .description("Objects accepted that have no place in the log yet, counted up to " + Numbers.PENDING_MAX)
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description, @Nullable String unit) {
        return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
    }

    private double pending() {
        Long last = pending;
        return last == null ? Double.NaN : last;
    }

    private record Reading(List<Queue> queues, List<Index> indexes, List<Feed> feeds, long pending) {}

    void start(@Observes StartupEvent event) {
        watch = Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> read())
                .subscribe()
                .with(done -> {}, failed -> LOG.warn("What waits is no longer measured", failed));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable started = watch;
        if (started != null) {
            started.cancel();
        }
    }

    private Uni<Boolean> read() {
        Instant now = clock.instant();
        return Uni.combine()
                .all()
                .unis(numbers.queues(now), numbers.indexes(), overviews.feeds(now), numbers.pending())
                .with(Reading::new)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .invoke(this::show)
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "What waits could not be read");
                    hide();
                    return false;
                });
    }

    private void show(Reading reading) {
        pending = reading.pending();
        waiting.register(rows(reading.queues(), "queue", Queue::name, Queue::waiting), true);
        oldest.register(rows(reading.queues(), "queue", Queue::name, queue -> orZero(queue.oldestSeconds())), true);
        indexLag.register(rows(reading.indexes(), "index", Index::name, Index::lag), true);
        partnerAge.register(
                rows(
                        reading.feeds().stream()
                                .filter(feed -> feed.lag() != null)
                                .toList(),
                        "partner",
                        feed -> feed.partner().value(),
                        feed -> orZero(feed.oldestSeconds())),
                true);
    }

    private void hide() {
        pending = null;
        List.of(waiting, oldest, indexLag, partnerAge).forEach(gauge -> gauge.register(List.of(), true));
    }

    private static long orZero(@Nullable Long seconds) {
        return seconds == null ? 0 : seconds;
    }

    private static <T> List<MultiGauge.Row<?>> rows(
            List<T> of,
            String label,
            java.util.function.Function<T, String> name,
            java.util.function.Function<T, Long> figure) {
        return of.stream()
                .<MultiGauge.Row<?>>map(
                        one -> MultiGauge.Row.of(Tags.of(label, name.apply(one)), (Number) figure.apply(one)))
                .toList();
    }
}
