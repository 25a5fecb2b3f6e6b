package org.entente.log;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs one thing at a time over all instances, under an advisory lock of a session. On this instance the turns queue here, so that
 * waiting takes no connections from the pool.
 */
final class Alone {

    private static final int QUEUE_MAX = 200;
    private static final Duration UNLOCK_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration SESSION_IDLE_MAX = Duration.ofSeconds(20);

    private final Pool pool;
    private final long lock;
    private final Duration idleMax;
    private final AtomicInteger queued = new AtomicInteger();

    // Guarded by this.
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Alone(Pool pool, long lock) {
        this(pool, lock, SESSION_IDLE_MAX);
    }

    /** @param idleMax how long a frozen instance keeps the others waiting */
    Alone(Pool pool, long lock, Duration idleMax) {
        this.pool = pool;
        this.lock = lock;
        this.idleMax = idleMax;
    }

    /** Runs to its end even where whoever waits for it goes away: half of it would leave a transaction open. */
    <T> Uni<T> run(Function<SqlConnection, Uni<T>> work, Duration longest) {
        return Uni.createFrom().deferred(() -> {
            if (queued.incrementAndGet() > QUEUE_MAX) {
                queued.decrementAndGet();
                return Uni.createFrom().failure(new RejectedExecutionException("Too many wait for the log"));
            }
            CompletableFuture<T> mine = queue(Uni.createFrom().deferred(() -> locked(work, longest)));
            return Uni.createFrom().completionStage(mine::copy);
        });
    }

    private synchronized <T> CompletableFuture<T> queue(Uni<T> turn) {
        CompletableFuture<T> mine = last.handle((done, failed) -> done)
                .thenCompose(done -> turn.subscribeAsCompletionStage())
                .whenComplete((done, failed) -> queued.decrementAndGet());
        last = mine;
        return mine;
    }

    private <T> Uni<T> locked(Function<SqlConnection, Uni<T>> work, Duration longest) {
        return pool.getConnection()
                .chain(connection -> LockSession.endWhenIdle(connection, idleMax)
                        .chain(() -> connection
                                .preparedQuery("SELECT pg_advisory_lock($1)")
                                .execute(Tuple.of(lock)))
                        .chain(() -> LockSession.aliveDuring(
                                connection,
                                idleMax,
                                work.apply(connection).ifNoItem().after(longest).fail()))
                        .onItemOrFailure()
                        .call((done, failed) ->
                                failed instanceof TimeoutException ? ended(connection) : unlocked(connection))
                        .onItemOrFailure()
                        .call((done, failed) -> connection.close().onFailure().recoverWithNull()));
    }

    private static Uni<Void> unlocked(SqlConnection connection) {
        return bounded(LockSession.unlock(connection)).onFailure().recoverWithUni(() -> ended(connection));
    }

    /** Whatever it was in the middle of, nobody else may get this session. */
    private static Uni<Void> ended(SqlConnection connection) {
        return bounded(LockSession.end(connection)).onFailure().recoverWithNull();
    }

    private static Uni<Void> bounded(Uni<?> call) {
        return call.ifNoItem().after(UNLOCK_TIMEOUT).fail().replaceWithVoid();
    }
}
