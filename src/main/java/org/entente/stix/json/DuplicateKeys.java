package org.entente.stix.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks for a key an object names twice.
 *
 * <p>Small objects, nearly all there are, compare hashes pairwise without garbage. Large ones use a set of strings, whose buckets
 * turn into trees when a sender makes the hashes collide.
 */
final class DuplicateKeys {
    private static final int PAIRWISE_MAX = 24;

    private DuplicateKeys() {}

    /** The second of two equal keys, or {@link JsonTape#NONE}. */
    static int find(JsonTape tape, int object, int members) {
        return members <= PAIRWISE_MAX && !hasEscapedKey(tape, object) ? pairwise(tape, object) : bySet(tape, object);
    }

    /** Resolving escapes for every pair would cost too much, so one escaped key sends its object to the set. */
    private static boolean hasEscapedKey(JsonTape tape, int object) {
        for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
            if (tape.hasEscape(key)) {
                return true;
            }
        }
        return false;
    }

    private static int pairwise(JsonTape tape, int object) {
        int end = tape.next(object);
        for (int key = tape.first(object); key < end; key = tape.next(key + 1)) {
            for (int earlier = tape.first(object); earlier < key; earlier = tape.next(earlier + 1)) {
                if (same(tape, earlier, key)) {
                    return key;
                }
            }
        }
        return JsonTape.NONE;
    }

    private static boolean same(JsonTape tape, int one, int other) {
        if (tape.keyHash(one) != tape.keyHash(other)) {
            return false;
        }
        byte[] source = tape.source();
        return Arrays.equals(source, tape.start(one), tape.end(one), source, tape.start(other), tape.end(other));
    }

    private static int bySet(JsonTape tape, int object) {
        Set<String> seen = new HashSet<>();
        for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
            if (!seen.add(tape.text(key))) {
                return key;
            }
        }
        return JsonTape.NONE;
    }
}
