package org.entente.stix.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks for a key an object names twice.
 *
 * <p>Nearly every object is settled by one pass that sets a bit for each key's hash and finds no bit set twice. Else small objects
 * compare pairwise, and large ones use a set of strings, whose buckets turn into trees when a sender makes the hashes collide.
 */
final class DuplicateKeys {
    private static final int PAIRWISE_MAX = 24;
    private static final int FILTER_BITS_LOG = 10;
    private static final int GOLDEN = 0x9E3779B1;

    private final long[] filter = new long[1 << FILTER_BITS_LOG - 6];

    /** The second of two equal keys, or {@link JsonTape#NONE}. */
    int find(JsonTape tape, int object, int members) {
        if (members > PAIRWISE_MAX) {
            return bySet(tape, object, members);
        }
        if (allDiffer(tape, object)) {
            return JsonTape.NONE;
        }
        return hasEscapedKey(tape, object) ? bySet(tape, object, members) : pairwise(tape, object);
    }

    private boolean allDiffer(JsonTape tape, int object) {
        Arrays.fill(filter, 0);
        int end = tape.next(object);
        for (int key = tape.first(object); key < end; key = tape.next(key + 1)) {
            int bit = tape.keyHash(key) * GOLDEN >>> 32 - FILTER_BITS_LOG;
            if (tape.hasEscape(key) || (filter[bit >>> 6] & 1L << bit) != 0) {
                return false;
            }
            filter[bit >>> 6] |= 1L << bit;
        }
        return true;
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

    private static int bySet(JsonTape tape, int object, int members) {
        Set<String> seen = new HashSet<>(2 * members);
        for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
            if (!seen.add(tape.text(key))) {
                return key;
            }
        }
        return JsonTape.NONE;
    }
}
