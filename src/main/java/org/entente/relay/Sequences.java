package org.entente.relay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entente.log.Feed;

/**
 * Numbers the records of each feed from 1 without gaps, so that a subscriber sees when something is missing. Numbers are given
 * out with a transaction and taken back with it. Used by one shard thread.
 */
final class Sequences {

    private final SortedMap<Integer, Map<Feed, Long>> committed;
    private final Map<Integer, Map<Feed, Long>> changed = new HashMap<>();

    Sequences(SortedMap<Integer, Map<Feed, Long>> committed) {
        this.committed = new TreeMap<>(committed);
    }

    /** The number the next record has; given out by {@link #sent}. */
    long next(int ordinal, Feed feed) {
        return of(ordinal).getOrDefault(feed, 0L) + 1;
    }

    void sent(int ordinal, Feed feed) {
        changed.computeIfAbsent(ordinal, first -> copy(committed.getOrDefault(first, Map.of())))
                .merge(feed, 1L, Long::sum);
    }

    /** The last numbers of a partner, in the open transaction. */
    Map<Feed, Long> of(int ordinal) {
        Map<Feed, Long> open = changed.get(ordinal);
        return open == null ? committed.getOrDefault(ordinal, Map.of()) : open;
    }

    /** Partners that were given numbers in the open transaction. */
    Set<Integer> changed() {
        return Collections.unmodifiableSet(changed.keySet());
    }

    void committed() {
        committed.putAll(changed);
        changed.clear();
    }

    void aborted() {
        changed.clear();
    }

    /** All that is committed. */
    SortedMap<Integer, Map<Feed, Long>> all() {
        SortedMap<Integer, Map<Feed, Long>> all = new TreeMap<>();
        committed.forEach((ordinal, numbers) -> all.put(ordinal, Map.copyOf(numbers)));
        return all;
    }

    private static Map<Feed, Long> copy(Map<Feed, Long> numbers) {
        Map<Feed, Long> copy = new EnumMap<>(Feed.class);
        copy.putAll(numbers);
        return copy;
    }
}
