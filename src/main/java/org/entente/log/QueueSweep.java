package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;

/**
 * Sweeps out of the queue what has left it. The queue is read from its start and by who waits in it; rows that have left would be passed
 * over again and again until PostgreSQL sweeps them out by itself, a minute later or more. A sweep reads what waits, too: of a long queue
 * there are fewer, so that they take no more than a twentieth of the time. Used by one sequencer.
 */
final class QueueSweep {

    private static final String SWEEP = "VACUUM (TRUNCATE false, SKIP_LOCKED) log_pending";
    private static final int EVERY = 10_000;

    /** Where little comes at a time, each batch passes over what has left. */
    private static final int EVERY_SMALL = 1_500;

    private static final int TIME_SHARE = 20;

    private final Duration timeout;
    private volatile int unswept;
    /** By a clock that nobody sets. */
    private volatile long notBefore = System.nanoTime();

    QueueSweep(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * To be called after each batch.
     *
     * @param count how many left the queue with it
     * @param small whether it was far from full
     */
    Uni<Void> after(SqlConnection connection, int count, boolean small) {
        unswept += count;
        long began = System.nanoTime();
        if (unswept < (small ? EVERY_SMALL : EVERY) || began - notBefore < 0) {
            return Uni.createFrom().voidItem();
        }
        unswept = 0;
        return connection
                .query(SWEEP)
                .execute()
                .ifNoItem()
                .after(timeout)
                .fail()
                .invoke(() -> rest(began))
                .replaceWithVoid();
    }

    private void rest(long began) {
        long ended = System.nanoTime();
        notBefore = ended + TIME_SHARE * (ended - began);
    }
}
