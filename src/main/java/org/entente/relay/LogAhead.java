package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log in batches, the next while the last is being sent. Holds at most two batches, whose bytes the log bounds. Used
 * by one thread.
 */
final class LogAhead {

    private final LogReader log;
    private final RecallLog recalls;
    private final Answers answers;
    private final int entriesMax;
    private @Nullable Ahead ahead;

    LogAhead(LogReader log, RecallLog recalls, Answers answers, int entriesMax) {
        this.log = log;
        this.recalls = recalls;
        this.answers = answers;
        this.entriesMax = entriesMax;
    }

    /** A few of the next entries, as they are now, and none beyond. */
    Batch after(long position, int entries) {
        ahead = null;
        Batch read = answers.of(batch(position, entries));
        return new Batch(read.revision(), read.entries(), false);
    }

    /** The next entries after a position. */
    Batch after(long position) {
        Ahead read = ahead != null && ahead.afterPosition() == position ? ahead : read(position);
        ahead = null;
        Batch batch = answers.of(read.batch());
        if (batch.full()) {
            List<LogEntry> entries = batch.entries();
            ahead = read(entries.get(entries.size() - 1).position());
        }
        return batch;
    }

    private Ahead read(long afterPosition) {
        return new Ahead(afterPosition, batch(afterPosition, entriesMax).subscribeAsCompletionStage());
    }

    private Uni<Batch> batch(long afterPosition, int entriesAsked) {
        return recalls.revision()
                .chain(revision -> log.after(afterPosition, entriesAsked)
                        .map(entries -> new Batch(revision, entries, entries.size() >= entriesAsked)));
    }

    /**
     * @param revision at which the entries were read, or before
     * @param entries in log order
     * @param full whether there were as many as asked for, so that more follow most likely. There may be more in any case:
     *     the log ends a batch of large objects early
     */
    record Batch(RecallLog.Revision revision, List<LogEntry> entries, boolean full) {}

    private record Ahead(long afterPosition, CompletableFuture<Batch> batch) {}
}
