package org.entente.partner;

import java.time.Duration;

/**
 * What one caller may still ask: a bucket of so many tokens, filled again at a steady rate. It knows of its own caller only. Thread
 * safe.
 */
final class Allowance {

    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final long nanosEach;
    private final long nanosFull;

    /** When the bucket would be full, if nothing more were taken; guarded by this. */
    private long fullAt;

    private boolean used;

    Allowance(Rate rate) {
        this.nanosEach = Math.max(1, NANOS / rate.perSecond());
        this.nanosFull = nanosEach * rate.burst();
    }

    /**
     * @param perSecond in the long run
     * @param burst in one go
     */
    record Rate(int perSecond, int burst) {}

    /** Takes one, and is zero; or how long to wait for it, and then nothing is taken. */
    synchronized Duration take(long nowNanos) {
        // Nanoseconds may be of any sign and overflow: only differences mean something.
        long missing = used ? Math.max(0, fullAt - nowNanos) : 0;
        if (missing + nanosEach > nanosFull) {
            return Duration.ofNanos(missing + nanosEach - nanosFull);
        }
        used = true;
        fullAt = nowNanos + missing + nanosEach;
        return Duration.ZERO;
    }
}
