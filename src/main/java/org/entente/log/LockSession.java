package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * How a session is treated that has an advisory lock which others wait for. An instance that is frozen, or that the network has cut
 * off, keeps its sessions open; PostgreSQL is told to end one that asks nothing for too long, in a transaction or outside, so that
 * the lock becomes another's.
 */
final class LockSession {

    private static final String UNLOCK = "SELECT pg_advisory_unlock_all();"
            + " RESET idle_session_timeout; RESET idle_in_transaction_session_timeout";

    private LockSession() {}

    /** To be called before the lock is asked for. */
    static Uni<Void> endWhenIdle(SqlConnection session, Duration longest) {
        long millis = longest.toMillis();
        return session.query("SET idle_session_timeout = " + millis + "; SET idle_in_transaction_session_timeout = "
                        + millis)
                .execute()
                .replaceWithVoid();
    }

    /** Gives every lock up, and leaves a session as any other for whoever gets it next. */
    static Uni<Void> unlock(SqlConnection session) {
        return session.query(UNLOCK).execute().replaceWithVoid();
    }
}
