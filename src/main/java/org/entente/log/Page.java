package org.entente.log;

import java.util.List;

/**
 * A page of entries in log order.
 *
 * @param entries at most as many as asked for
 * @param more whether the log held further matching entries when the page was read
 * @param highestClass the highest class number there was then. Where it is above what the reader's decisions know, the page may
 *     lack entries that lie between those it has, and has to be read again before anybody goes on after it
 */
public record Page(List<LogEntry> entries, boolean more, int highestClass) {
    public Page {
        entries = List.copyOf(entries);
    }

    /** A page that lacks nothing. */
    public Page(List<LogEntry> entries, boolean more) {
        this(entries, more, 0);
    }
}
