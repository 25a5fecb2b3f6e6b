package org.entente.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a waiting shard. Signals while it works are remembered, as one. Thread safe. */
final class Wake {

    private final Semaphore signalled = new Semaphore(0);

    void signal() {
        // At most a few permits pile up when signals race; they cost one empty look at the log.
        if (signalled.availablePermits() == 0) {
            signalled.release();
        }
    }

    /** Returns when signalled, since the last return if need be, or when the time is over. */
    void await(Duration most) {
        try {
            if (signalled.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                signalled.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
