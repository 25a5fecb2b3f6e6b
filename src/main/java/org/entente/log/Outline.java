package org.entente.log;

import java.util.Arrays;
import java.util.List;

/**
 * A page of which only the beginning was read whole: what is behind that is read bit by bit, by {@link LogReader#at}, as its reader
 * takes it. A place takes some bytes, whatever the entry holds.
 *
 * @param positions of all entries of the page, ascending; not to be changed
 * @param sizes of their contents, in bytes; not to be changed
 * @param head the first entries
 * @param more as of {@link Page}
 * @param highestClass as of {@link Page}
 */
public record Outline(long[] positions, int[] sizes, List<LogEntry> head, boolean more, int highestClass) {

    /** Nothing at all. */
    public static final Outline NOTHING = new Outline(new long[0], new int[0], List.of(), false, 0);

    public Outline {
        head = List.copyOf(head);
    }

    /** The same without what the first entries hold. */
    public Outline bare() {
        return new Outline(positions, sizes, List.of(), more, highestClass);
    }

    /** How many entries the page has. */
    public int size() {
        return positions.length;
    }

    /** The place after the entry at a position, from 0 to {@link #size}. */
    public int after(long position) {
        int found = Arrays.binarySearch(positions, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * Positions from a place on, one at least.
     *
     * @param from a place before {@link #size}
     * @param bytesMax how much they may hold together, unless the first holds more alone
     */
    public long[] from(int from, long bytesMax) {
        int end = from + 1;
        long bytes = sizes[from];
        while (end < positions.length && bytes + sizes[end] <= bytesMax) {
            bytes += sizes[end];
            end++;
        }
        return Arrays.copyOfRange(positions, from, end);
    }
}
