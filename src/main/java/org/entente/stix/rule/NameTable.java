package org.entente.stix.rule;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Values by ASCII names, found from the bytes of a token without making a string of it.
 *
 * <p>Keys come with the hash the scanner computed while it read them. Immutable.
 */
final class NameTable<T> {
    private final int mask;
    private final int[] hashes;
    private final long[] heads;
    private final byte[] @Nullable [] names;
    private final @Nullable Object[] values;

    NameTable(Map<String, T> entries) {
        int capacity = Integer.highestOneBit(Math.max(4, entries.size()) * 4);
        this.mask = capacity - 1;
        this.hashes = new int[capacity];
        this.heads = new long[capacity];
        this.names = new byte[capacity][];
        this.values = new Object[capacity];
        entries.forEach(this::put);
    }

    private void put(String name, T value) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int hash = JsonText.hash(bytes, 0, bytes.length);
        int slot = slot(hash);
        while (names[slot] != null) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = hash;
        heads[slot] = JsonText.head(bytes, 0, bytes.length);
        names[slot] = bytes;
        values[slot] = value;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & mask;
    }

    /** The value of the name a key spells. */
    @Nullable
    T ofKey(JsonTape tape, int key) {
        return tape.hasEscape(key) ? ofText(tape.text(key)) : find(tape, key, tape.keyHash(key));
    }

    /** The value of the name a string spells. */
    @Nullable
    T ofString(JsonTape tape, int string) {
        if (tape.hasEscape(string)) {
            return ofText(tape.text(string));
        }
        return ofSlice(tape.source(), tape.start(string), tape.end(string));
    }

    /** The value of the name a slice spells. */
    @Nullable
    T ofSlice(byte[] bytes, int start, int end) {
        return find(bytes, start, end, JsonText.hash(bytes, start, end));
    }

    /** The value of a name. */
    @Nullable
    T ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ofSlice(bytes, 0, bytes.length);
    }

    private @Nullable T find(JsonTape tape, int node, int hash) {
        return find(tape.source(), tape.start(node), tape.end(node), hash);
    }

    @SuppressWarnings("unchecked")
    private @Nullable T find(byte[] bytes, int start, int end, int hash) {
        for (int slot = slot(hash); ; slot = (slot + 1) & mask) {
            byte[] name = names[slot];
            if (name == null) {
                return null;
            }
            if (hashes[slot] == hash
                    && heads[slot] == JsonText.head(bytes, start, end)
                    && JsonText.sameTail(bytes, start, end, name)) {
                return (T) values[slot];
            }
        }
    }
}
