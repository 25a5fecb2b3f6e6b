package org.entente.relay;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log in batches, the next while the last is being sent. Holds at most two batches, whose bytes the log bounds. Used
 * by one thread.
 */
final class LogAhead {

    private final LogReader log;
    private final Answers answers;
    private final int entriesMax;
    private @Nullable Ahead ahead;

    LogAhead(LogReader log, Answers answers, int entriesMax) {
        this.log = log;
        this.answers = answers;
        this.entriesMax = entriesMax;
    }

    /** The next entries after a position. */
    Batch after(long position) {
        Ahead read = ahead != null && ahead.afterPosition() == position ? ahead : read(position);
        ahead = null;
        List<LogEntry> entries = answers.of(read.entries());
        boolean full = entries.size() >= entriesMax;
        if (full) {
            ahead = read(entries.get(entries.size() - 1).position());
        }
        return new Batch(entries, full);
    }

    private Ahead read(long afterPosition) {
        return new Ahead(afterPosition, log.after(afterPosition, entriesMax).subscribeAsCompletionStage());
    }

    /**
     * @param entries in log order
     * @param full whether there were as many as asked for, so that more follow most likely. There may be more in any case:
     *     the log ends a batch of large objects early
     */
    record Batch(List<LogEntry> entries, boolean full) {}

    private record Ahead(long afterPosition, CompletableFuture<List<LogEntry>> entries) {}
}
