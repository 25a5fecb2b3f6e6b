package org.entente.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.entente.party.PartnerId;

/**
 * Partners whose topics cannot be written just now. Each is left behind, so that it does not hold up the others, and tried
 * again after a pause that doubles with every failure. Used by one shard thread; outlives its deliveries.
 */
final class Holds {

    private static final int DOUBLINGS_MAX = 6;

    private final Duration firstPause;
    private final LongSupplier nanoTime;
    private final Map<PartnerId, Hold> holds = new HashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Holds(Duration firstPause, LongSupplier nanoTime) {
        this.firstPause = firstPause;
        this.nanoTime = nanoTime;
    }

    /** The partner's topics failed. */
    void hold(PartnerId partner) {
        Hold before = holds.get(partner);
        int failures = before == null ? 1 : before.failures() + 1;
        long pause = firstPause.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX);
        holds.put(partner, new Hold(failures, nanoTime.getAsLong() + pause));
    }

    /** Whether the partner is not to be tried yet. */
    boolean isHeld(PartnerId partner) {
        Hold hold = holds.get(partner);
        return hold != null && hold.untilNanos() - nanoTime.getAsLong() > 0;
    }

    /** The partner's topics work again. */
    void clear(PartnerId partner) {
        holds.remove(partner);
    }

    private record Hold(int failures, long untilNanos) {}
}
