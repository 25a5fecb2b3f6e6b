package org.entente.log;

import java.util.List;

/**
 * What a recall makes of the log.
 *
 * @param changes every entry that gets another class or loses members, those that refer to recalled ones among them
 * @param others entries of the same objects that stay as they are
 */
public record Reclassed(List<Change> changes, List<StandingEntry> others) {

    public Reclassed {
        changes = List.copyOf(changes);
        others = List.copyOf(others);
    }

    /** One entry before and after. */
    public record Change(StandingEntry before, StandingEntry after) {}
}
