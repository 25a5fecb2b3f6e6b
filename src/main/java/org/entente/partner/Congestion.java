package org.entente.partner;

import java.time.Duration;

/**
 * How many posts the exchange works at without their waiting for one another: fewer while even the fastest of a moment takes longer than
 * it should, slowly more again when it does not. A burst changes nothing, since some of it is answered soon, and neither do a few
 * that take long. Thread safe; moments are those of {@link System#nanoTime}.
 */
final class Congestion {

    /** Fewer are no crowd, whatever they take: large bodies take long by themselves. */
    static final int FEW = 64;

    private static final long WINDOW_NANOS = Duration.ofMillis(250).toNanos();
    private static final double DOWN = 0.7;
    private static final double UP = 1.05;
    private static final long NOTHING = Long.MAX_VALUE;

    private final long longestNanos;
    private final int most;

    // All guarded by this.
    private double bound;
    private int underWay;
    private int peak;
    private long fastest = NOTHING;
    private long quietSince;
    private long windowBegan;

    /**
     * @param longest that the fastest may take
     * @param most never more than so many
     * @param now when it begins
     */
    Congestion(Duration longest, int most, long now) {
        this.longestNanos = longest.toNanos();
        this.most = most;
        this.bound = most;
        this.windowBegan = now;
        this.quietSince = now;
    }

    synchronized void began(long now) {
        look(now);
        if (underWay == 0) {
            quietSince = now;
        }
        underWay++;
        peak = Math.max(peak, underWay);
    }

    synchronized void ended(long began, long now) {
        underWay--;
        quietSince = now;
        fastest = Math.min(fastest, now - began);
        look(now);
    }

    /** How many may be under way now. */
    synchronized int bound(long now) {
        look(now);
        return (int) bound;
    }

    private void look(long now) {
        if (now - windowBegan < WINDOW_NANOS) {
            return;
        }
        long least = fastest == NOTHING && underWay > 0 ? now - quietSince : fastest;
        if (least != NOTHING && least > longestNanos) {
            bound = Math.max(Math.min(FEW, most), Math.min(bound, peak) * DOWN);
        } else {
            bound = Math.min(most, bound * UP);
        }
        windowBegan = now;
        fastest = NOTHING;
        peak = underWay;
    }
}
