package org.entente.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;

/**
 * Gives committed assertions that wait their place. Of all instances of the exchange one is the sequencer: the one whose connection
 * holds the advisory lock. It works batch after batch on that very connection; when the connection breaks, PostgreSQL gives
 * the lock to another and rolls back what was not committed.
 */
@ApplicationScoped
class Sequencer {

    private static final Logger LOG = Logger.getLogger(Sequencer.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** As long as a frozen or cut off sequencer keeps everybody's objects waiting. */
    private static final Duration SESSION_IDLE_MAX = Duration.ofSeconds(10);

    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final String ELECT = "SELECT pg_try_advisory_lock($1) AS elected";

    private final Pool pool;
    private final ReleaseClasses classes;
    private final LogConfig config;
    private final DateTicks ticks;
    private final Traces traces;
    private final QueueSweep sweep;
    private final Wakeup wakeup = new Wakeup();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;
    private volatile boolean elected;

    /** Halved at every failure, so that what is too much at once is taken in smaller parts. */
    private volatile int size;

    private volatile Instant forgetAt = Instant.EPOCH;

    private final Counter sequenced;

    Sequencer(Pool pool, ReleaseClasses classes, LogConfig config, Clock clock, Traces traces, MeterRegistry meters) {
        this.pool = pool;
        this.classes = classes;
        this.config = config;
        this.size = config.sequencerBatch();
        this.ticks = new DateTicks(clock, new SecureRandom());
        this.traces = traces;
        this.sweep = new QueueSweep(config.queryTimeout());
        this.sequenced = Counter.builder("entente.log.sequenced")
                .description("Objects that were given their place in the log, or were in it already")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        running = Uni.createFrom()
                .deferred(this::elected)
                .onFailure()
                .invoke(failure -> LOG.warn("The sequencer stopped and will be elected anew", failure))
                .onItemOrFailure()
                .transformToUni((done, failure) -> stopping
                        ? Uni.createFrom().item(true)
                        : Uni.createFrom().item(true).onItem().delayIt().by(config.sequencerRetry()))
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .subscribeAsCompletionStage();
    }

    /** Lets the batch at hand finish, so that its connection goes back without a transaction half done. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        wakeup.wake();
        try {
            running.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("The sequencer did not stop in time; what it had not committed waits for the next one", late);
        }
    }

    /** False where standing for it has ended though nobody stopped it. */
    boolean isAlive() {
        return stopping || !running.isDone();
    }

    /** Whether dates are this instance's to give, by its clock. */
    boolean isElected() {
        return elected;
    }

    DateTicks ticks() {
        return ticks;
    }

    /** So many were given their places on this instance by whoever appended them, and it was committed. */
    void placed(int count) {
        tell(count);
    }

    /** Something that was appended on this instance waits. */
    void wake() {
        wakeup.wake();
    }

    /** Registers what to call after a batch was committed. */
    void onSequenced(Runnable follower) {
        followers.add(follower);
    }

    private Uni<Void> elected() {
        return pool.getConnection()
                .chain(connection -> LockSession.endWhenIdle(
                                connection, config.sequencerPoll().plus(SESSION_IDLE_MAX))
                        .chain(() -> connection.preparedQuery(ELECT).execute(Tuple.of(LogLocks.SEQUENCER)))
                        .ifNoItem()
                        .after(STOP_TIMEOUT)
                        .fail()
                        .map(rows -> rows.iterator().next().getBoolean("elected"))
                        .chain(won ->
                                won ? sequence(connection) : Uni.createFrom().voidItem())
                        .onTermination()
                        .call(() -> unlocked(connection)));
    }

    /**
     * A pooled connection outlives this, and its session keeps locks: closing alone would leave the lock taken. A session
     * that does not give it up, because a statement of it failed or hangs, is ended.
     */
    private Uni<Void> unlocked(SqlConnection connection) {
        return bounded(LockSession.unlock(connection))
                .onFailure()
                .recoverWithUni(() -> bounded(LockSession.end(connection)))
                .onFailure()
                .recoverWithNull()
                .chain(connection::close);
    }

    private static <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(STOP_TIMEOUT).fail();
    }

    private Uni<Void> sequence(SqlConnection connection) {
        LOG.debug("Elected as the sequencer");
        elected = true;
        return Uni.createFrom()
                .deferred(() -> step(connection))
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .onTermination()
                .invoke(() -> elected = false);
    }

    private Uni<Integer> step(SqlConnection connection) {
        return placed(connection)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .onFailure()
                .invoke(() -> size = Math.max(1, size / 2))
                .invoke(() -> size = Math.min(config.sequencerBatch(), size * 2))
                .invoke(this::tell)
                .call(count -> sweep.after(connection, count, isSmall(count)))
                .call(() -> forgotten(connection))
                .call(this::pause);
    }

    private Uni<Integer> placed(SqlConnection connection) {
        TracedBatch traced = new TracedBatch(traces);
        return new UntiedBatch(connection, ticks, size, traced)
                .sequence()
                .chain(placed -> placed.map(count -> Uni.createFrom().item(count))
                        .orElseGet(() -> new Batch(connection, classes, ticks, size, traced).sequence()));
    }

    /** A batch costs much the same whatever is in it: little at a time would take more than all the rest of the intake. */
    private Uni<Void> pause(int count) {
        if (count == 0) {
            return wakeup.await(config.sequencerPoll());
        }
        return isSmall(count) && !config.sequencerGather().isZero()
                ? Uni.createFrom().voidItem().onItem().delayIt().by(config.sequencerGather())
                : Uni.createFrom().voidItem();
    }

    private boolean isSmall(int count) {
        return count < config.sequencerBatch() / 2;
    }

    /** Whether or not anything is traced here: it may be on another instance. */
    private Uni<Void> forgotten(SqlConnection connection) {
        Instant now = traces.now();
        if (now.isBefore(forgetAt)) {
            return Uni.createFrom().voidItem();
        }
        forgetAt = now.plus(FORGET_EVERY);
        return bounded(TraceRows.forget(connection));
    }

    private void tell(int count) {
        if (count > 0) {
            sequenced.increment(count);
            followers.forEach(Runnable::run);
        }
    }
}
