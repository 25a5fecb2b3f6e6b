package org.entente.relay;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a shard has come: a position that every partner of the shard has passed, but for the laggards, each with its own, and
 * the same for recalls. Immutable.
 *
 * @param position the last entry dealt with, 0 before the first
 * @param laggards by partner ordinal, the last entry dealt with for that partner; never above {@code position}
 * @param recall the last recall dealt with, 0 before the first
 * @param recallLaggards by partner ordinal, the last recall dealt with for that partner; never above {@code recall}
 */
record Progress(
        long position, SortedMap<Integer, Long> laggards, long recall, SortedMap<Integer, Long> recallLaggards) {

    static final Progress NONE = new Progress(0, Collections.emptySortedMap());

    private static final String FIRST_FORMAT = "1;";

    Progress {
        laggards = behind(laggards, position);
        recallLaggards = behind(recallLaggards, recall);
    }

    /** Before any recall. */
    Progress(long position, SortedMap<Integer, Long> laggards) {
        this(position, laggards, 0, Collections.emptySortedMap());
    }

    private static SortedMap<Integer, Long> behind(SortedMap<Integer, Long> laggards, long shard) {
        for (long behind : laggards.values()) {
            if (behind < 0 || behind > shard) {
                throw new IllegalArgumentException("A laggard is never ahead of its shard");
            }
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(laggards));
    }

    /** Everybody but the laggards has passed the position. */
    Progress at(long reached) {
        return new Progress(reached, laggards, recall, recallLaggards);
    }

    /** The partner goes its own pace from here. */
    Progress with(int ordinal, long reached) {
        return with(List.of(ordinal), reached);
    }

    /** These partners go their own pace from here. */
    Progress with(Collection<Integer> ordinals, long reached) {
        SortedMap<Integer, Long> changed = new TreeMap<>(laggards);
        ordinals.forEach(ordinal -> changed.put(ordinal, reached));
        return new Progress(position, changed, recall, recallLaggards);
    }

    /** The partner has caught up. */
    Progress without(int ordinal) {
        return without(List.of(ordinal));
    }

    /** These partners have caught up. */
    Progress without(Collection<Integer> ordinals) {
        SortedMap<Integer, Long> changed = new TreeMap<>(laggards);
        changed.keySet().removeAll(ordinals);
        return new Progress(position, changed, recall, recallLaggards);
    }

    /** Everybody but those who lag there has been told of recalls up to this one. */
    Progress recalledTo(long number) {
        return new Progress(position, laggards, number, recallLaggards);
    }

    /** The partner has been told of recalls up to this one only. */
    Progress withRecall(int ordinal, long number) {
        SortedMap<Integer, Long> changed = new TreeMap<>(recallLaggards);
        changed.put(ordinal, number);
        return new Progress(position, laggards, recall, changed);
    }

    /** The partner has been told of all recalls the shard has dealt with. */
    Progress withoutRecall(int ordinal) {
        SortedMap<Integer, Long> changed = new TreeMap<>(recallLaggards);
        changed.remove(ordinal);
        return new Progress(position, laggards, recall, changed);
    }

    /** Nobody has come further than this. */
    Progress notBeyond(long end) {
        SortedMap<Integer, Long> changed = new TreeMap<>(laggards);
        changed.replaceAll((ordinal, behind) -> Math.min(behind, end));
        return new Progress(Math.min(position, end), changed, recall, recallLaggards);
    }

    boolean lags(int ordinal) {
        return laggards.containsKey(ordinal);
    }

    /** The last entry dealt with for a partner of the shard. */
    long positionOf(int ordinal) {
        return laggards.getOrDefault(ordinal, position);
    }

    /**
     * What exchanges kept in an offset's metadata before there was a topic for it: {@code 1;120:3,7-9;95:12}.
     *
     * @throws IllegalArgumentException when the text is not of that form
     */
    static Progress ofFirstFormat(long position, String laggardsText) {
        if (!isFirstFormat(laggardsText)) {
            throw new IllegalArgumentException("The relay's progress was not written by this version of the exchange");
        }
        SortedMap<Integer, Long> laggards = new TreeMap<>();
        String groups = laggardsText.substring(FIRST_FORMAT.length());
        for (String group : groups.isEmpty() ? new String[0] : groups.split(";", -1)) {
            String[] parts = group.split(":", 2);
            long behind = Long.parseLong(parts[0]);
            for (String range : parts[1].split(",", -1)) {
                String[] ends = range.split("-", 2);
                int last = Integer.parseInt(ends[ends.length - 1]);
                for (int ordinal = Integer.parseInt(ends[0]); ordinal <= last; ordinal++) {
                    laggards.put(ordinal, behind);
                }
            }
        }
        return new Progress(position, laggards);
    }

    static boolean isFirstFormat(String metadata) {
        return metadata.startsWith(FIRST_FORMAT);
    }
}
