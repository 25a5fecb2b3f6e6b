package org.entente.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that the time of day was set back: it is less than what has passed since the last look. Not thread safe. */
final class SetBack {

    /** Less than this is a clock being kept right, or a thread that had to wait between two looks. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private static final Duration ONE_MOMENT = Duration.ofMillis(500);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private OptionalLong differenceMillis;

    SetBack(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.differenceMillis = difference();
    }

    /** Since the last look, or since this was made; zero where it was not, or hardly, or where the next look will tell. */
    Duration look() {
        OptionalLong before = differenceMillis;
        OptionalLong now = difference();
        if (now.isEmpty()) {
            return Duration.ZERO;
        }
        differenceMillis = now;
        Duration back = Duration.ofMillis(before.orElse(now.getAsLong()) - now.getAsLong());
        return back.compareTo(LEAST) < 0 ? Duration.ZERO : back;
    }

    /** Empty where the thread had to wait so long between the two that they are not of one moment. */
    private OptionalLong difference() {
        long begun = nanoTime.getAsLong();
        long timeOfDay = clock.millis();
        long ended = nanoTime.getAsLong();
        return ended - begun > ONE_MOMENT.toNanos()
                ? OptionalLong.empty()
                : OptionalLong.of(timeOfDay - TimeUnit.NANOSECONDS.toMillis(ended));
    }
}
