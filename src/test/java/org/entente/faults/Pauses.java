package org.entente.faults;

import java.time.Duration;

/** The longest time in which something that goes on all the time did not happen. Thread safe. */
final class Pauses {

    private long lastNanos = System.nanoTime();
    private long longestNanos;

    /** From now on, forgetting what was before. */
    synchronized void begin() {
        lastNanos = System.nanoTime();
        longestNanos = 0;
    }

    synchronized void happened() {
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - lastNanos);
        lastNanos = now;
    }

    synchronized Duration longest() {
        return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
    }
}
