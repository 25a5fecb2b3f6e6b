package org.entente.stix.rule;

import java.util.ArrayDeque;
import java.util.Deque;
import org.entente.stix.json.JsonTape;

/** RFC 6901 pointers to nodes of a tape, relative to its outermost value. */
final class Pointers {
    /** Longest part of a key that a pointer repeats: a pointer is a message to people, and keys can be megabytes. */
    private static final int KEY_LENGTH_MAX = 250;

    private static final int KEY_BYTES_MAX = 6 * KEY_LENGTH_MAX + 6;

    private Pointers() {}

    static String of(JsonTape tape, int node) {
        if (tape.parent(node) == JsonTape.NONE) {
            return "";
        }
        if (tape.parent(node) == 0) {
            return "/" + step(tape, node);
        }
        Deque<String> steps = new ArrayDeque<>();
        for (int at = node; tape.parent(at) != JsonTape.NONE; at = tape.parent(at)) {
            steps.push(step(tape, at));
        }
        StringBuilder pointer = new StringBuilder();
        steps.forEach(step -> pointer.append('/').append(step));
        return pointer.toString();
    }

    private static String step(JsonTape tape, int node) {
        if (tape.isArray(tape.parent(node))) {
            return Integer.toString(tape.ordinal(node));
        }
        int key = tape.kind(node) == JsonTape.Kind.KEY ? node : node - 1;
        return escape(Quotes.cut(tape.text(key, KEY_BYTES_MAX), KEY_LENGTH_MAX));
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
