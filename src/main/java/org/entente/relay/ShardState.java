package org.entente.relay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entente.log.Feed;

/**
 * All that a shard commits with its records: how far it has come, and the last sequence number of each feed. Kept as one small
 * text a partner, under its ordinal, and one for the shard, so that a transaction writes what it changed only. Immutable.
 *
 * @param progress how far it has come
 * @param sequences by partner ordinal, the last number given out on each of its feeds; a feed without records is left out
 * @param added when the entry at the shard's position was added, as {@link Landmark} has it
 * @param owed texts by key that are to be kept before anything else is, because the state was not found where it is kept
 */
record ShardState(
        Progress progress, SortedMap<Integer, Map<Feed, Long>> sequences, long added, SortedMap<String, String> owed) {

    static final ShardState NONE = new ShardState(Progress.NONE, Collections.emptySortedMap());

    /** The key of the shard's own text. */
    static final String SHARD = "shard";

    private static final String POSITION = "position";
    private static final String RECALL = "recall";
    private static final String ADDED = "added";

    ShardState {
        sequences = Collections.unmodifiableSortedMap(new TreeMap<>(sequences));
        owed = Collections.unmodifiableSortedMap(new TreeMap<>(owed));
    }

    /** As it was kept. */
    ShardState(Progress progress, SortedMap<Integer, Map<Feed, Long>> sequences) {
        this(progress, sequences, Landmark.UNKNOWN, Collections.emptySortedMap());
    }

    /** The same from another place on: what was numbered is not numbered again. */
    ShardState from(Progress place) {
        return new ShardState(place, sequences).insteadOf(texts());
    }

    /** The same where these texts are kept and none of them counts. */
    ShardState insteadOf(Map<String, String> kept) {
        SortedMap<String, String> all = new TreeMap<>();
        kept.keySet().forEach(key -> all.put(key, ""));
        all.putAll(texts());
        return new ShardState(progress, sequences, added, all);
    }

    /** All texts by key. */
    SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put(SHARD, shardText(progress, added));
        sequences.keySet().forEach(ordinal -> texts.put(String.valueOf(ordinal), textOf(ordinal)));
        progress.laggards().keySet().forEach(ordinal -> texts.put(String.valueOf(ordinal), textOf(ordinal)));
        progress.recallLaggards().keySet().forEach(ordinal -> texts.put(String.valueOf(ordinal), textOf(ordinal)));
        return texts;
    }

    /** {@code position=120;recall=4;added=1767600000000000}; exchanges from before the last passed it over. */
    static String shardText(Progress progress, long added) {
        String text = POSITION + "=" + progress.position() + ";" + RECALL + "=" + progress.recall();
        return added == Landmark.UNKNOWN ? text : text + ";" + ADDED + "=" + added;
    }

    /** {@code position=95;recall=3;threats=17}, where the first two are there for a partner that is behind only. */
    static String partnerText(Progress progress, int ordinal, Map<Feed, Long> sequences) {
        StringJoiner text = new StringJoiner(";");
        Optional.ofNullable(progress.laggards().get(ordinal)).ifPresent(behind -> text.add(POSITION + "=" + behind));
        Optional.ofNullable(progress.recallLaggards().get(ordinal))
                .ifPresent(behind -> text.add(RECALL + "=" + behind));
        sequences.forEach((feed, last) -> text.add(feed.label() + "=" + last));
        return text.toString();
    }

    /**
     * Reads texts back; empty where there is none of the shard itself.
     *
     * @throws IllegalArgumentException for texts of another form
     */
    static Optional<ShardState> of(Map<String, String> texts) {
        String shard = texts.get(SHARD);
        if (shard == null) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> laggards = new TreeMap<>();
        SortedMap<Integer, Long> recallLaggards = new TreeMap<>();
        SortedMap<Integer, Map<Feed, Long>> sequences = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (!key.equals(SHARD)) {
                int ordinal = Integer.parseInt(key);
                Map<Feed, Long> numbers = new EnumMap<>(Feed.class);
                values(text).forEach((name, value) -> {
                    switch (name) {
                        case POSITION -> laggards.put(ordinal, value);
                        case RECALL -> recallLaggards.put(ordinal, value);
                        default -> numbers.put(Feed.of(name), value);
                    }
                });
                if (!numbers.isEmpty()) {
                    sequences.put(ordinal, numbers);
                }
            }
        });
        Map<String, Long> own = values(shard);
        return Optional.of(new ShardState(
                new Progress(own.getOrDefault(POSITION, 0L), laggards, own.getOrDefault(RECALL, 0L), recallLaggards),
                sequences,
                own.getOrDefault(ADDED, Landmark.UNKNOWN),
                Collections.emptySortedMap()));
    }

    /** Reads the copy kept in the database: a line a key. */
    static Optional<ShardState> ofCopy(String lines) {
        return of(lines.lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
    }

    private String textOf(int ordinal) {
        return partnerText(progress, ordinal, sequences.getOrDefault(ordinal, Map.of()));
    }

    private static Map<String, Long> values(String text) {
        Map<String, Long> values = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("The relay's state was not written by this version of the exchange");
            }
            values.put(parts[0], Long.parseLong(parts[1]));
        }
        return values;
    }
}
