package org.entente.log;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How a session is treated that has an advisory lock which others wait for. An instance that is frozen, or that the network has cut
 * off, keeps its sessions open; PostgreSQL is told to end one that asks nothing for too long, in a transaction or outside, so that
 * the lock becomes another's. Keeps no state.
 */
public final class LockSession {

    private static final String UNLOCK = "SELECT pg_advisory_unlock_all();"
            + " RESET idle_session_timeout; RESET idle_in_transaction_session_timeout";

    /** Work may ask nothing of the session for long, or work on others: so often in that time it is told that the instance is not frozen. */
    private static final int SIGNS_OF_LIFE = 4;

    /** One that was gone before is not seen to go. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(1);

    private LockSession() {}

    /** To be called before the lock is asked for. */
    public static Uni<Void> endWhenIdle(SqlConnection session, Duration longest) {
        long millis = longest.toMillis();
        return session.query("SET idle_session_timeout = " + millis + "; SET idle_in_transaction_session_timeout = "
                        + millis)
                .execute()
                .replaceWithVoid();
    }

    /** Gives every lock up, and leaves a session as any other for whoever gets it next. */
    public static Uni<Void> unlock(SqlConnection session) {
        return session.query(UNLOCK).execute().replaceWithVoid();
    }

    /**
     * Keeps the session from being ended during some work. In a transaction that failed it is refused, which tells as much.
     *
     * @param longest as it was told to end when idle
     */
    public static <T> Uni<T> aliveDuring(SqlConnection session, Duration longest, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Cancellable signs = Multi.createFrom()
                    .ticks()
                    .every(longest.dividedBy(SIGNS_OF_LIFE))
                    .onOverflow()
                    .drop()
                    .onItem()
                    .transformToUniAndConcatenate(tick ->
                            session.query("SELECT 1").execute().onFailure().recoverWithNull())
                    .subscribe()
                    .with(sign -> {}, failed -> {});
            return work.onTermination().invoke(signs::cancel);
        });
    }

    /**
     * Whatever it was in the middle of, nobody else gets this session; a transaction that failed would refuse to end it. Waits until
     * the pool has seen it go: given back before, it would be handed to whoever comes next.
     */
    public static Uni<Void> end(SqlConnection session) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        // The pool is told right after this handler was called.
        session.closeHandler(() -> Vertx.currentContext().runOnContext(after -> gone.complete(null)));
        return session.query("ROLLBACK; SELECT pg_terminate_backend(pg_backend_pid())")
                .execute()
                .onItemOrFailure()
                .transformToUni((ended, failed) -> Uni.createFrom()
                        .completionStage(gone)
                        .ifNoItem()
                        .after(GONE_WITHIN)
                        .fail()
                        .onFailure()
                        .recoverWithNull());
    }
}
