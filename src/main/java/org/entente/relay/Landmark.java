package org.entente.relay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.entente.log.LogEntry;

/**
 * When the last entry that a shard dealt with was added, kept with its position: dates only grow and no two are equal, so it tells
 * whether the log at that position is the one that was delivered from, or one that was restored from a backup and has gone on
 * otherwise. Used by one thread.
 */
final class Landmark {

    /** Nothing is known of the date. */
    static final long UNKNOWN = 0;

    private long committedPosition;
    private long committedAdded;
    private long position;
    private long added;

    Landmark(long committedPosition, long committedAdded) {
        this.committedPosition = committedPosition;
        this.committedAdded = committedAdded;
    }

    static long of(Instant dateAdded) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, dateAdded);
    }

    /** The date that is kept so. */
    static Instant date(long added) {
        return Instant.EPOCH.plus(added, ChronoUnit.MICROS);
    }

    /** The shard is at this entry, if what it sends is committed. */
    void passed(LogEntry entry) {
        position = entry.position();
        added = of(entry.dateAdded());
    }

    /** What to keep with a position; unknown where the shard did not get there by passing its entry. */
    long at(long asked) {
        if (asked == position) {
            return added;
        }
        return asked == committedPosition ? committedAdded : UNKNOWN;
    }

    /** The shard's position was committed. */
    void committed(long reached) {
        committedAdded = at(reached);
        committedPosition = reached;
    }
}
