package org.entente.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a shard has come: a position that every partner of the shard has passed, but for the laggards, each with its own.
 * Committed as one offset with its metadata, so that a partner's stop and catch-up are as exact as everything else.
 * Immutable.
 *
 * @param position the last entry dealt with, 0 before the first
 * @param laggards by partner ordinal, the last entry dealt with for that partner; never above {@code position}
 */
record Progress(long position, SortedMap<Integer, Long> laggards) {

    static final Progress NONE = new Progress(0, Collections.emptySortedMap());

    private static final String FORMAT = "1;";

    Progress {
        laggards = Collections.unmodifiableSortedMap(new TreeMap<>(laggards));
        for (long behind : laggards.values()) {
            if (behind < 0 || behind > position) {
                throw new IllegalArgumentException("A laggard is never ahead of its shard");
            }
        }
    }

    /** Everybody but the laggards has passed the position. */
    Progress at(long reached) {
        return new Progress(reached, laggards);
    }

    /** The partner goes its own pace from here; where it has come to its shard's position, it rejoins at once. */
    Progress with(int ordinal, long reached) {
        SortedMap<Integer, Long> changed = new TreeMap<>(laggards);
        changed.put(ordinal, reached);
        return new Progress(position, changed);
    }

    /** The partner has caught up. */
    Progress without(int ordinal) {
        SortedMap<Integer, Long> changed = new TreeMap<>(laggards);
        changed.remove(ordinal);
        return new Progress(position, changed);
    }

    boolean lags(int ordinal) {
        return laggards.containsKey(ordinal);
    }

    /** Laggards by position, the furthest behind first; those at one position can be served together. */
    SortedMap<Long, SortedSet<Integer>> byPosition() {
        SortedMap<Long, SortedSet<Integer>> groups = new TreeMap<>();
        laggards.forEach((ordinal, behind) ->
                groups.computeIfAbsent(behind, none -> new TreeSet<>()).add(ordinal));
        return groups;
    }

    /** The laggards as short text, {@code 1;120:3,7-9;95:12}, because brokers limit offset metadata to 4096 bytes. */
    String laggardsText() {
        List<String> groups = new ArrayList<>();
        for (Map.Entry<Long, SortedSet<Integer>> group : byPosition().entrySet()) {
            groups.add(group.getKey() + ":" + ranges(group.getValue()));
        }
        return FORMAT + String.join(";", groups);
    }

    /** @throws IllegalArgumentException when the text is not of {@link #laggardsText} */
    static Progress of(long position, String laggardsText) {
        if (!laggardsText.startsWith(FORMAT)) {
            throw new IllegalArgumentException("The relay's progress was not written by this version of the exchange");
        }
        SortedMap<Integer, Long> laggards = new TreeMap<>();
        String groups = laggardsText.substring(FORMAT.length());
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

    private static String ranges(SortedSet<Integer> ordinals) {
        List<String> ranges = new ArrayList<>();
        int first = ordinals.first();
        int last = first;
        for (int ordinal : ordinals.tailSet(first + 1)) {
            if (ordinal != last + 1) {
                ranges.add(range(first, last));
                first = ordinal;
            }
            last = ordinal;
        }
        ranges.add(range(first, last));
        return String.join(",", ranges);
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
