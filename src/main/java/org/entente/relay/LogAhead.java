package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.entente.log.RecallLog.Revision;
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
    private @Nullable Revision seen;

    LogAhead(LogReader log, RecallLog recalls, Answers answers, int entriesMax) {
        this.log = log;
        this.recalls = recalls;
        this.answers = answers;
        this.entriesMax = entriesMax;
    }

    /**
     * Begins to read the next entries after a position, unless they are being read. Whatever is recalled once it has returned has
     * them read anew.
     *
     * @return at which they are read, or before
     */
    Revision begin(long position) {
        Ahead begun = ahead;
        if (begun == null || begun.afterPosition() != position) {
            begun = read(position);
            ahead = begun;
        }
        return answers.of(begun.revision());
    }

    /** What is being read may have changed since. */
    void drop() {
        ahead = null;
        seen = null;
    }

    /** Spares the next read that begins asking for the revision. */
    void saw(Revision revision) {
        seen = revision;
    }

    /** A few of the next entries, as they are now, and none beyond. */
    Batch after(long position, int entries) {
        drop();
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
        Revision known = seen;
        seen = null;
        CompletableFuture<Revision> revision = known == null
                ? recalls.revision().subscribeAsCompletionStage()
                : CompletableFuture.completedFuture(known);
        return new Ahead(
                afterPosition,
                revision,
                Uni.createFrom()
                        .completionStage(revision)
                        .chain(at -> entries(at, afterPosition, entriesMax))
                        .subscribeAsCompletionStage());
    }

    private Uni<Batch> batch(long afterPosition, int entriesAsked) {
        return recalls.revision().chain(revision -> entries(revision, afterPosition, entriesAsked));
    }

    private Uni<Batch> entries(Revision revision, long afterPosition, int entriesAsked) {
        return log.after(afterPosition, entriesAsked)
                .map(entries -> new Batch(revision, entries, entries.size() >= entriesAsked));
    }

    /**
     * @param revision at which the entries were read, or before
     * @param entries in log order
     * @param full whether there were as many as asked for, so that more follow most likely. There may be more in any case:
     *     the log ends a batch of large objects early
     */
    record Batch(Revision revision, List<LogEntry> entries, boolean full) {}

    private record Ahead(long afterPosition, CompletableFuture<Revision> revision, CompletableFuture<Batch> batch) {}
}
