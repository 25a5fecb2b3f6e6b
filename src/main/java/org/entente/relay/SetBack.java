package org.entente.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that the time of day was set back: it is less than what has passed since the last look. Not thread safe. */
final class SetBack {

    /** Less than this is a clock being kept right, or a thread that had to wait between two looks. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private long differenceMillis;

    SetBack(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.differenceMillis = difference();
    }

    /** Since the last look, or since this was made; zero where it was not, or hardly. */
    Duration look() {
        long now = difference();
        Duration back = Duration.ofMillis(differenceMillis - now);
        differenceMillis = now;
        return back.compareTo(LEAST) < 0 ? Duration.ZERO : back;
    }

    private long difference() {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
