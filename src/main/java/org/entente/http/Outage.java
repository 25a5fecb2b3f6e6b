package org.entente.http;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a service that is away, or does not answer in time, from a mistake. Pure. */
public final class Outage {

    /** SQLSTATE classes: connection failure, resources exhausted, stopped by an operator. */
    private static final Set<String> STATE_CLASSES = Set.of("08", "53", "57");

    /** It takes no writes, as a standby does; it ended a session that was in a transaction and asked nothing for too long. */
    private static final Set<String> STATES = Set.of("25006", "25P03");

    /** What the pool says in place of an exception of its own kind. */
    private static final Set<String> POOL_MESSAGES = Set.of("Timeout", "Timeout waiting for connection");

    /** More are a loop, or not worth following. */
    private static final int CAUSES_MAX = 12;

    private Outage() {}

    /** Whether the failure, or what it was caused by, says that something the exchange needs is not there now. */
    public static boolean isOne(Throwable raised) {
        @Nullable Throwable failure = raised;
        for (int depth = 0; failure != null && depth < CAUSES_MAX; depth++) {
            if (saysSo(failure)) {
                return true;
            }
            failure = failure.getCause();
        }
        return false;
    }

    private static boolean saysSo(Throwable failure) {
        if (failure instanceof DatabaseException database) {
            String state = database.getSqlState();
            return state != null
                    && state.length() == 5
                    && (STATES.contains(state) || STATE_CLASSES.contains(state.substring(0, 2)));
        }
        return failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof ClosedConnectionException
                || failure instanceof ConnectionPoolTooBusyException
                || failure instanceof SocketException
                || failure instanceof UnknownHostException
                || isOfPool(failure);
    }

    private static boolean isOfPool(Throwable failure) {
        String message = failure.getMessage();
        return message != null
                && failure.getClass().getName().startsWith("io.vertx.")
                && POOL_MESSAGES.contains(message);
    }
}
