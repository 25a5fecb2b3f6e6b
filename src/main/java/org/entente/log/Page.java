package org.entente.log;

import java.util.List;

/**
 * A page of entries in log order.
 *
 * @param entries at most as many as asked for
 * @param more whether the log held further matching entries when the page was read
 */
public record Page(List<LogEntry> entries, boolean more) {
    public Page {
        entries = List.copyOf(entries);
    }
}
