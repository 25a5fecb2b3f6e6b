package org.entente.stix.json;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The containers a scanner has open: an explicit stack, so that nesting costs no thread stack. Of those past the limit only their
 * number and kind is kept.
 */
final class Containers {
    private final int recordedMax;
    private final BitSet objects = new BitSet();
    private int[] nodes = new int[16];
    private int[] members = new int[16];
    private int depth;
    private boolean inObject;

    Containers(int recordedMax) {
        this.recordedMax = recordedMax;
    }

    void clear() {
        depth = 0;
        inObject = false;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    /** Whether the innermost is an object. */
    boolean inObject() {
        return inObject;
    }

    /** Whether what the innermost holds is recorded. */
    boolean isRecorded() {
        return depth <= recordedMax;
    }

    /** Whether one more container would still be recorded. */
    boolean hasRoom() {
        return depth < recordedMax;
    }

    /** Goes into a container; the node counts only while there was room. */
    void enter(boolean object, int node) {
        depth++;
        inObject = object;
        objects.set(depth, object);
        if (depth <= recordedMax) {
            if (depth == nodes.length) {
                nodes = Arrays.copyOf(nodes, depth * 2);
                members = Arrays.copyOf(members, depth * 2);
            }
            nodes[depth] = node;
            members[depth] = 0;
        }
    }

    void leave() {
        depth--;
        inObject = depth > 0 && objects.get(depth);
    }

    /** The innermost recorded container, or {@link JsonTape#NONE}. */
    int node() {
        return depth == 0 ? JsonTape.NONE : nodes[Math.min(depth, recordedMax)];
    }

    /** Members the innermost recorded container has so far. */
    int members() {
        return depth == 0 ? 0 : members[Math.min(depth, recordedMax)];
    }

    /** Counts one more member. */
    void addMember() {
        if (depth > 0) {
            members[Math.min(depth, recordedMax)]++;
        }
    }
}
