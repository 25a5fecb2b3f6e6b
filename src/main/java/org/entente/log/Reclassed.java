package org.entente.log;

import java.util.List;

/**
 * What a recall makes of the log.
 *
 * @param changes every entry that gets another class or loses members, those that refer to recalled ones among them
 * @param others entries of the same objects that stay as they are; left out of what is large
 */
public record Reclassed(List<Change> changes, List<StandingEntry> others) {

    public Reclassed {
        changes = List.copyOf(changes);
        others = List.copyOf(others);
    }

    /** What is more than this is not written at once, and what else holds the same is looked for when it is written. */
    public static final int AT_ONCE_MAX = 1_000;

    /** Whether it is so much that it is written part by part. */
    public boolean isLarge() {
        return changes.size() > AT_ONCE_MAX;
    }

    /** One entry before and after. */
    public record Change(StandingEntry before, StandingEntry after) {}
}
