package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A further connection on which the sequencer writes. While it is open it shares the lock of the sequencer: nobody else can become
 * it before what is written here is committed or taken back, whatever has become of the sequencer's own connection.
 */
final class Lane {

    private static final Duration IDLE_MAX = Duration.ofSeconds(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    /** Much shorter than PostgreSQL looks for deadlocks: whoever holds the lock may be waiting for what a lane has written. */
    private static final int LOCK_PATIENCE_MILLIS = 250;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String JOIN = "SELECT pg_try_advisory_lock_shared($1) AS joined";

    private static final String WRITE =
            "SELECT days, classes, entries, traceparents FROM log_place_rows($1::bigint[], $2, $3, $4, $5)";

    private static final String END = "SELECT log_end_part($1, $2::date[], $3::int[], $4::bigint[]) AS whole";

    private enum State {
        ASKED,
        OPEN,
        WRITING,
        CLOSED
    }

    private final Pool pool;
    private final Duration patience;
    private final String limits;
    private final CompletableFuture<SqlConnection> asked = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.ASKED);

    /**
     * @param patience how long to wait for a connection
     * @param longest after which PostgreSQL gives up a statement by itself
     */
    Lane(Pool pool, Duration patience, Duration longest) {
        this.pool = pool;
        this.patience = patience;
        this.limits = "SET LOCAL statement_timeout = " + longest.toMillis() + "; SET LOCAL lock_timeout = "
                + LOCK_PATIENCE_MILLIS;
    }

    /**
     * Some rows of the queue, and behind what they go.
     *
     * @param steps a byte for each
     */
    record Part(Long[] pendingIds, long lastPosition, Instant lastDate, byte[] steps) {}

    /** @return false where no connection is to be had soon, or somebody else is about to become the sequencer */
    Uni<Boolean> open() {
        pool.getConnection().subscribe().with(asked::complete, asked::completeExceptionally);
        return Uni.createFrom()
                .completionStage(() -> asked.copy())
                .replaceWith(true)
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .chain(given -> given ? joined() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> joined() {
        if (!state.compareAndSet(State.ASKED, State.OPEN)) {
            return Uni.createFrom().item(false);
        }
        return LockSession.endWhenIdle(connection(), IDLE_MAX)
                .chain(() -> connection().preparedQuery(JOIN).execute(Tuple.of(LogLocks.SEQUENCER)))
                .map(rows -> rows.iterator().next().getBoolean("joined"));
    }

    private SqlConnection connection() {
        return asked.join();
    }

    /**
     * Writes a part, and commits it when it is its turn.
     *
     * @param turn gives whether everything before it is committed
     * @param committed is given what traced submissions came by, after the commit
     * @return whether it was committed; if not, nothing was done
     */
    Uni<Boolean> place(Part part, boolean tracing, Uni<Boolean> turn, Consumer<String[]> committed) {
        if (!state.compareAndSet(State.OPEN, State.WRITING)) {
            return Uni.createFrom().failure(new IllegalStateException("The lane was closed"));
        }
        return connection()
                .begin()
                .chain(transaction -> connection()
                        .query(limits)
                        .execute()
                        .chain(() -> write(part, tracing))
                        .chain(written -> turn.chain(mine -> mine
                                        ? end(part, written)
                                        : Uni.createFrom().item(false))
                                .call(whole -> whole ? transaction.commit() : transaction.rollback())
                                .invoke(whole -> {
                                    state.compareAndSet(State.WRITING, State.OPEN);
                                    if (whole) {
                                        committed.accept(written.getArrayOfStrings("traceparents"));
                                    }
                                }))
                        .onFailure()
                        .call(() -> transaction
                                .rollback()
                                .invoke(() -> state.compareAndSet(State.WRITING, State.OPEN))
                                .onFailure()
                                .recoverWithNull()))
                .onFailure(Lane::waitedForALock)
                .recoverWithItem(false);
    }

    private static boolean waitedForALock(Throwable failure) {
        return failure instanceof PgException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }

    private Uni<Row> write(Part part, boolean tracing) {
        return connection()
                .preparedQuery(WRITE)
                .execute(Tuple.tuple()
                        .addValue(part.pendingIds())
                        .addLong(part.lastPosition())
                        .addOffsetDateTime(part.lastDate().atOffset(ZoneOffset.UTC))
                        .addValue(Buffer.buffer(part.steps()))
                        .addBoolean(tracing))
                .map(rows -> rows.iterator().next());
    }

    private Uni<Boolean> end(Part part, Row written) {
        return connection()
                .preparedQuery(END)
                .execute(Tuple.of(
                        part.lastPosition(),
                        written.getArrayOfLocalDates("days"),
                        written.getArrayOfIntegers("classes"),
                        written.getArrayOfLongs("entries")))
                .map(rows -> rows.iterator().next().getBoolean("whole"));
    }

    /**
     * May come at any moment, when whoever waited for a part has given up: then the session is ended, since what would still be asked of
     * it must not be done outside its transaction. Fails where it is not known that the lock is given back: then nobody may go on as the sequencer.
     */
    Uni<Void> close() {
        State before = state.getAndSet(State.CLOSED);
        if (before == State.ASKED) {
            // It may come yet, and nobody else would give it back.
            asked.thenAccept(late -> late.close().subscribe().with(closed -> {}, failed -> {}));
            return Uni.createFrom().voidItem();
        }
        SqlConnection open = connection();
        return bounded(before == State.OPEN ? LockSession.unlock(open) : LockSession.end(open))
                .onFailure()
                .call(() -> bounded(LockSession.end(open)).onFailure().recoverWithNull())
                .onItemOrFailure()
                .call((closed, failed) -> open.close().onFailure().recoverWithNull());
    }

    private static Uni<Void> bounded(Uni<?> call) {
        return call.ifNoItem().after(END_TIMEOUT).fail().replaceWithVoid();
    }
}
