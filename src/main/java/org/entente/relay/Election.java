package org.entente.relay;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which instance runs a shard: the one whose database session holds the shard's advisory lock. It only saves
 * instances from fencing one another; that nothing is sent twice is Kafka's transactional id.
 *
 * <p>A frozen process keeps its session, so PostgreSQL is told to end the session when its heartbeat stays out
 * ({@code idle_session_timeout}, PostgreSQL 14). Used by one shard's thread; only the heartbeat runs elsewhere.
 */
final class Election {

    private static final Logger LOG = Logger.getLogger(Election.class);

    /** Names the relay among users of advisory locks; the second half of the key is the shard. */
    static final int LOCK_FAMILY = 0x52454C59;

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration SESSION_IDLE_MAX = Duration.ofSeconds(10);

    private final Pool pool;
    private final Answers answers;
    private final int shard;
    private volatile @Nullable Session session;

    Election(Pool pool, Answers answers, int shard) {
        this.pool = pool;
        this.answers = answers;
        this.shard = shard;
    }

    /** Whether the lock is held as far as is known without asking; never blocks. */
    boolean holds() {
        Session held = session;
        return held != null && held.alive;
    }

    /** Asks the database: keeps the lock, or tries to get it. */
    boolean stand() {
        Session held = session;
        if (held != null) {
            if (isAlive(held)) {
                return true;
            }
            resign();
        }
        SqlConnection connection = answers.of(pool.getConnection());
        boolean elected = false;
        try {
            elected = answers.of(tryLock(connection));
        } finally {
            if (!elected) {
                giveBack(connection);
            }
        }
        if (elected) {
            session = new Session(connection);
        }
        return elected;
    }

    /** Lets another instance take over at once. */
    void resign() {
        Session held = session;
        session = null;
        if (held != null) {
            held.heartbeat.cancel();
            giveBack(held.connection);
        }
    }

    private boolean isAlive(Session held) {
        try {
            answers.of(held.connection.query("SELECT 1").execute());
            return held.alive;
        } catch (RelayTrouble gone) {
            LOG.debugf(gone, "The election session is gone shard=%d", shard);
            return false;
        }
    }

    private Uni<Boolean> tryLock(SqlConnection connection) {
        return connection
                .query("SET idle_session_timeout = " + SESSION_IDLE_MAX.toMillis())
                .execute()
                .chain(() -> connection
                        .preparedQuery("SELECT pg_try_advisory_lock($1, $2)")
                        .execute(Tuple.of(LOCK_FAMILY, shard)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The pool hands the connection to others, so it must not keep the lock or the short patience. */
    private void giveBack(SqlConnection connection) {
        connection
                .query("SELECT pg_advisory_unlock_all()")
                .execute()
                .chain(() -> connection.query("RESET idle_session_timeout").execute())
                .ifNoItem()
                .after(HEARTBEAT)
                .fail()
                .onItemOrFailure()
                .call((done, failed) -> connection.close())
                .subscribe()
                .with(
                        done -> LOG.debugf("The election session was given back shard=%d", shard),
                        failed -> LOG.debugf(failed, "The election session was lost shard=%d", shard));
    }

    /** A connection that holds the lock for as long as it lives. */
    private final class Session {

        private final SqlConnection connection;
        private final Cancellable heartbeat;
        private volatile boolean alive = true;

        Session(SqlConnection connection) {
            this.connection = connection;
            connection.closeHandler(() -> alive = false);
            connection.exceptionHandler(gone -> {
                alive = false;
                LOG.debugf(gone, "The election session failed shard=%d", shard);
            });
            this.heartbeat = Multi.createFrom()
                    .ticks()
                    .every(HEARTBEAT)
                    .onOverflow()
                    .drop()
                    .onItem()
                    .transformToUniAndConcatenate(tick -> connection
                            .query("SELECT 1")
                            .execute()
                            .ifNoItem()
                            .after(SESSION_IDLE_MAX)
                            .fail())
                    .subscribe()
                    .with(answered -> LOG.tracef("Heartbeat shard=%d", shard), gone -> {
                        alive = false;
                        LOG.warnf("The database session of a relay shard is gone shard=%d", shard);
                    });
        }
    }
}
