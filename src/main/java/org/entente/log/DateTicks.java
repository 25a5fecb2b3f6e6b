package org.entente.log;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Gives out {@code date_added}: strictly increasing microseconds, never behind what was given out before, whatever the
 * clock does. Steps within a batch are of random length, so that a reader cannot count the entries between two it was given.
 */
final class DateTicks {

    /** On average 4.5 µs an entry: faster than any intake seen, so dates do not run ahead of the clock. */
    private static final int STEP_MICROS_MAX = 8;

    private static final int SEED_BYTES = 32;

    private final Clock clock;
    private final RandomGenerator random;

    DateTicks(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** As many instants as asked for, all later than the given one. */
    List<Instant> after(Instant last, int count) {
        Instant now = now();
        Instant tick = now.isAfter(last) ? now : last.plus(step(), ChronoUnit.MICROS);
        List<Instant> ticks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ticks.add(tick);
            tick = tick.plus(step(), ChronoUnit.MICROS);
        }
        return ticks;
    }

    /** In whole microseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What steps of the same length are made of elsewhere: nobody can tell one from those before. */
    byte[] seed() {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return seed;
    }

    private int step() {
        return random.nextInt(1, STEP_MICROS_MAX + 1);
    }
}
