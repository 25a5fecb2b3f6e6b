package org.entente.http;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How soon one turn of something that many share may follow another: what comes meanwhile gathers and goes together. A turn costs much
 * the same whatever is in it; without a pace the turns of a busy exchange become more and not larger, and cost it a fifth of its
 * processors. Whoever comes later than that after the last turn began waits for nothing. Thread safe.
 *
 * @param interval from the beginning of a turn to the next
 */
public record Pace(Duration interval) {

    /** When a turn begins. */
    public long begin() {
        return System.nanoTime();
    }

    /**
     * Ends a turn.
     *
     * @param began as of {@link #begin}
     * @param next lets others begin; called at once where the turn took long enough
     */
    public void end(long began, Runnable next) {
        long left = interval.toNanos() - (System.nanoTime() - began);
        if (left <= 0) {
            next.run();
            return;
        }
        try {
            schedule(left, next);
        } catch (RuntimeException stopping) {
            // Of a clock that runs no more; nobody may wait for it.
            next.run();
        }
    }

    private static void schedule(long nanos, Runnable next) {
        @Nullable Context context = Vertx.currentContext();
        if (context == null) {
            Infrastructure.getDefaultWorkerPool().schedule(next, nanos, TimeUnit.NANOSECONDS);
        } else {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
            context.owner().setTimer(millis, timer -> next.run());
        }
    }
}
