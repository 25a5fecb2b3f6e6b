package org.entente.advisory;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.entente.advisory.KevFetch.Fetched;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the catalogue of known exploited vulnerabilities from where operators say, and measures how old the one in place is. What
 * cannot be fetched or read, or is older, leaves the one in place. Thread safe. Every instance fetches for itself: the same again
 * changes nothing.
 */
@ApplicationScoped
class KevFeed {

    private static final Logger LOG = Logger.getLogger(KevFeed.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);
    private static final Duration RETRY_DELAY = Duration.ofMinutes(10);
    private static final Duration INTERVAL_MIN = Duration.ofMinutes(10);
    private static final Duration INTERVAL_MAX = Duration.ofDays(7);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(10);
    private static final int BYTES_MIN = 1_024;
    private static final int BYTES_MAX = 256 * 1024 * 1024;

    private final Kev kev;
    private final KevReader reader;
    private final AdvisoryConfig.KnownExploited config;
    private final Clock clock;
    private final Optional<KevFetch> fetch;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile Optional<String> tag = Optional.empty();
    private volatile @Nullable Instant released;
    private volatile @Nullable Instant fetchedAt;
    private volatile Instant dueAt = Instant.MIN;
    private volatile @Nullable Runnable ticks;

    KevFeed(Kev kev, KevReader reader, AdvisoryConfig config, Clock clock, MeterRegistry meters) {
        this.kev = kev;
        this.reader = reader;
        this.config = config.kev();
        this.clock = clock;
        this.fetch = config.kev().url().map(url -> fetchOf(url, config.kev()));
        age(meters, "entente.kev.age", "Since the release of the catalogue in place", () -> released);
        age(
                meters,
                "entente.kev.fetch.age",
                "Since the catalogue was last fetched, or told to be current",
                () -> fetchedAt);
    }

    private void age(MeterRegistry meters, String name, String what, Supplier<@Nullable Instant> since) {
        Gauge.builder(name, () -> {
                    Instant then = since.get();
                    return then == null
                            ? Double.NaN
                            : Duration.between(then, clock.instant()).toSeconds();
                })
                .baseUnit("seconds")
                .description(what + "; no value where there was none")
                .register(meters);
    }

    private static KevFetch fetchOf(URI url, AdvisoryConfig.KnownExploited config) {
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw new IllegalStateException("entente.advisory.kev.url must be an http or https address");
        }
        between("entente.advisory.kev.interval", config.interval(), INTERVAL_MIN, INTERVAL_MAX);
        between("entente.advisory.kev.timeout", config.timeout(), Duration.ofSeconds(1), TIMEOUT_MAX);
        if (config.bytesMax() < BYTES_MIN || config.bytesMax() > BYTES_MAX) {
            throw new IllegalStateException(
                    "entente.advisory.kev.bytes-max must be between " + BYTES_MIN + " and " + BYTES_MAX);
        }
        return new KevFetch(url, config.timeout(), config.bytesMax());
    }

    private static void between(String setting, Duration given, Duration min, Duration max) {
        if (given.compareTo(min) < 0 || given.compareTo(max) > 0) {
            throw new IllegalStateException(setting + " must be between " + min + " and " + max);
        }
    }

    void start(@Observes StartupEvent event) {
        ticks = Multi.createFrom()
                .ticks()
                .every(LOOK_INTERVAL)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> look(), failed -> LOG.error("The catalogue is not looked at any more", failed))::cancel;
    }

    void stop(@Observes ShutdownEvent event) {
        Runnable running = ticks;
        if (running != null) {
            running.run();
        }
    }

    private void look() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        fetchIfDue()
                .chain(kev::newest)
                .onTermination()
                .invoke(() -> underWay.set(false))
                .subscribe()
                .with(
                        newest ->
                                released = newest.map(Kev.Import::dateReleased).orElse(null),
                        away -> LOG.debugf("The catalogue in place could not be looked at cause=%s", away));
    }

    private Uni<Void> fetchIfDue() {
        return fetch.isEmpty() || clock.instant().isBefore(dueAt)
                ? Uni.createFrom().voidItem()
                : fetch().replaceWithVoid();
    }

    /** Fetches now; false where that failed. Never fails itself: what it is for goes on with the catalogue in place. */
    Uni<Boolean> fetch() {
        return fetch.orElseThrow()
                .since(tag)
                .chain(found ->
                        found.map(this::put).orElseGet(() -> Uni.createFrom().voidItem()))
                .invoke(() -> {
                    fetchedAt = clock.instant();
                    dueAt = clock.instant().plus(config.interval());
                })
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> {
                    dueAt = clock.instant().plus(RETRY_DELAY);
                    LOG.warnf(
                            "The catalogue of known exploited vulnerabilities was not fetched, the one in place stays; cause=%s",
                            failure);
                })
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Void> put(Fetched fetched) {
        return reader.read(fetched.document())
                .chain(catalogue -> kev.putFetched(
                        catalogue, fetched.document(), config.url().orElseThrow()))
                .invoke(() -> tag = fetched.tag())
                .replaceWithVoid();
    }
}
