package org.entente.http;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How soon one turn of something that many share may follow another: what comes meanwhile gathers and goes together. A turn costs much
 * the same whatever is in it; without a pace the turns of a busy exchange become more and not larger, and cost it a quarter of its
 * processors. Whoever comes alone waits for nothing. Thread safe.
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
        @Nullable Context context = Vertx.currentContext();
        if (context == null) {
            Infrastructure.getDefaultWorkerPool().schedule(next, left, TimeUnit.NANOSECONDS);
        } else {
            context.owner().setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), timer -> next.run());
        }
    }
}
