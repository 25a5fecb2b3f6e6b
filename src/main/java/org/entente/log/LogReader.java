package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;

/** Reads the log in order. Thread safe. Every call fails after its time limit rather than wait for ever. */
public interface LogReader {

    /** One page for a reader, each version once, by the first entry the reader may see. */
    Uni<Page> page(PageQuery query);

    /**
     * The same page, of which only the beginning comes with what the entries hold.
     *
     * @param headBytes contents after which the beginning ends, however long the page is
     */
    Uni<Outline> outline(PageQuery query, long headBytes);

    /**
     * Entries of an outline with their contents, as they are by now.
     *
     * @param positions ascending
     * @return without {@code more}; what is not there any more is left out
     */
    Uni<Page> at(long[] positions);

    /**
     * The next entries after a position, whoever may see them, for the relay. {@code earlierClasses} is filled. What was erased is
     * among them ({@link LogEntry#wasErased}).
     *
     * @param afterPosition exclusive
     * @param limit at least 1
     */
    Uni<List<LogEntry>> after(long afterPosition, int limit);

    /**
     * Entries by their positions as they stand now, for what is sent again after a recall; filled as {@link #after} fills them, and
     * as many as fit into memory: the first is always among them, of those there are.
     */
    Uni<List<LogEntry>> standingAt(Collection<Long> positions);

    /** The highest position given out, 0 for an empty log. */
    Uni<Long> lastPosition();

    /** What is at a position now, for whoever was there before. */
    Uni<LogSpot> spot(long position);

    /** The highest position of what was added at a moment or before; 0 when nothing was. */
    Uni<Long> lastPositionAt(Instant moment);

    /** All release classes with a number above the given one, ascending. */
    Uni<List<NumberedClass>> classesAbove(int number);

    /**
     * How many entries each class got, as far back as a moment; the whole of its day (UTC) counts.
     *
     * @return by class number; classes without entries since then are left out
     */
    Uni<Map<Integer, Long>> entriesSince(Instant since);

    /**
     * The newest entries of some classes, newest first.
     *
     * @param classNumbers whose
     * @param limit at least 1
     */
    Uni<List<Placement>> newest(Collection<Integer> classNumbers, int limit);

    /** How far some classes reach now, at the cost of counting what stands under them. */
    Uni<Extent> extentOf(int[] classNumbers);

    /** Every entry of one object, whoever may see it, in log order. */
    Uni<List<Placement>> entriesOf(StixId id);

    /** Calls back after entries were given positions, from any thread; callbacks must return at once. */
    void onSequenced(Runnable callback);
}
