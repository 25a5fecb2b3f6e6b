package org.entente.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.entente.log.LockSession;
import org.entente.log.PurgeWriter;
import org.jboss.logging.Logger;

/**
 * Does what is due: orders that are not all carried out, what a lifted hold kept, runs, and topics. Of all instances one does: the one
 * whose session holds the advisory lock. Everything it does is found anew from the tables, so another goes on where it was killed.
 */
@ApplicationScoped
class Keeper {

    private static final Logger LOG = Logger.getLogger(Keeper.class);

    /** "keep" in ASCII, then a number. */
    private static final long LOCK = 0x6B656570_00000001L;

    /** An instance that is frozen keeps the lock so long and no longer: then another begins, and finds what is left to do. */
    private static final Duration SESSION_IDLE_MAX = Duration.ofSeconds(20);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Pool pool;
    private final OrderedPurges ordered;
    private final Runs runs;
    private final Liftings liftings;
    private final Topics topics;
    private final TopicBounds bounds;
    private final PurgeWriter writer;
    private final RetentionConfig config;
    private final Counter troubles;
    private volatile CompletableFuture<Void> bell = new CompletableFuture<>();
    private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private volatile long behind;
    private volatile boolean stopping;

    Keeper(
            Pool pool,
            OrderedPurges ordered,
            Runs runs,
            Liftings liftings,
            Topics topics,
            TopicBounds bounds,
            PurgeWriter writer,
            RetentionConfig config,
            MeterRegistry meters) {
        this.pool = pool;
        this.ordered = ordered;
        this.runs = runs;
        this.liftings = liftings;
        this.topics = topics;
        this.bounds = bounds;
        this.writer = writer;
        this.config = config;
        this.troubles = Counter.builder("entente.retention.troubles")
                .description("Times that orders, rules or topics could not be followed and are tried again")
                .register(meters);
        Gauge.builder("entente.retention.topics.behind", () -> behind)
                .description("Entries that were erased and may still be on topics")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        running = Uni.createFrom()
                .deferred(this::look)
                .onFailure()
                .invoke(failure -> tell("the database", failure))
                .onFailure()
                .recoverWithNull()
                .call(this::rung)
                // What is repeated until something is true must have an item: without one nobody asks.
                .replaceWith(true)
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .subscribeAsCompletionStage();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        runs.stop();
        wake();
        try {
            running.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("Retention did not stop in time; the next start goes on where it was", late);
        }
    }

    /** There is something to do. On another thread: what is done then belongs to no request. */
    void wake() {
        CompletableFuture<Void> rung = bell;
        CompletableFuture.runAsync(() -> rung.complete(null));
    }

    /** What follows is nobody's request, whoever rang. */
    private Uni<Void> rung() {
        return Uni.createFrom()
                .completionStage(() -> bell.copy())
                .ifNoItem()
                .after(stopping ? Duration.ofMillis(1) : config.look())
                .recoverWithUni(Uni.createFrom().voidItem())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> bell = new CompletableFuture<>());
    }

    private Uni<Void> look() {
        return stopping
                ? Uni.createFrom().voidItem()
                : pool.getConnection()
                        .chain(connection -> bounded(LockSession.endWhenIdle(connection, SESSION_IDLE_MAX)
                                        .chain(() -> connection
                                                .preparedQuery("SELECT pg_try_advisory_lock($1) AS mine")
                                                .execute(Tuple.of(LOCK))))
                                .map(rows -> rows.iterator().next().getBoolean("mine"))
                                .chain(mine -> mine
                                        ? LockSession.aliveDuring(connection, SESSION_IDLE_MAX, everything())
                                        : Uni.createFrom().voidItem())
                                .onTermination()
                                .call(() -> unlocked(connection)))
                        .chain(this::measure);
    }

    private Uni<Void> everything() {
        return isolated("orders", ordered::carryOutAll)
                .chain(() -> isolated("what was refused", liftings::forgetRefused))
                .chain(() -> isolated("rules", this::followRules))
                .chain(() -> isolated("topics", topics::follow))
                .chain(() -> isolated("retention of topics", bounds::align));
    }

    private Uni<Void> followRules() {
        return runs.follow().invoke(() -> {
            if (runs.wasCut()) {
                wake();
            }
        });
    }

    private Uni<Void> isolated(String what, Supplier<Uni<Void>> work) {
        return stopping
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .deferred(work::get)
                        .onFailure()
                        .invoke(failure -> tell(what, failure))
                        .onFailure()
                        .recoverWithNull();
    }

    private void tell(String what, Throwable failure) {
        if (!stopping) {
            troubles.increment();
            LOG.warnf("Retention could not be followed and will be again what=%s: %s", what, failure);
        }
    }

    /** On every instance: one that did it last would tell of that for ever. */
    private Uni<Void> measure() {
        return Uni.combine()
                .all()
                .unis(topics.reached(), writer.lastErased())
                .with((reached, last) -> last - reached.settled())
                .invoke(entries -> behind = entries)
                .replaceWithVoid();
    }

    /** A pooled session keeps its locks: closing alone would leave it taken. */
    private static Uni<Void> unlocked(SqlConnection connection) {
        return bounded(LockSession.unlock(connection))
                .onFailure()
                .recoverWithUni(() -> bounded(LockSession.end(connection)))
                .onFailure()
                .recoverWithNull()
                .chain(connection::close);
    }

    private static <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(ANSWER).fail();
    }
}
