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

    /** Of the innermost recorded container; of those around it they are in the arrays. */
    private int node = JsonTape.NONE;

    private int memberCount;

    Containers(int recordedMax) {
        this.recordedMax = recordedMax;
    }

    void clear() {
        depth = 0;
        inObject = false;
        node = JsonTape.NONE;
        memberCount = 0;
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
    void enter(boolean object, int entered) {
        if (hasRoom()) {
            if (depth == nodes.length) {
                nodes = Arrays.copyOf(nodes, depth * 2);
                members = Arrays.copyOf(members, depth * 2);
            }
            nodes[depth] = node;
            members[depth] = memberCount;
            node = entered;
            memberCount = 0;
        }
        depth++;
        inObject = object;
        objects.set(depth, object);
    }

    void leave() {
        depth--;
        inObject = depth > 0 && objects.get(depth);
        if (hasRoom()) {
            node = nodes[depth];
            memberCount = members[depth];
        }
    }

    /** The innermost recorded container, or {@link JsonTape#NONE}. */
    int node() {
        return node;
    }

    /** Members the innermost recorded container has so far. */
    int members() {
        return memberCount;
    }

    /** Counts one more member. */
    void addMember() {
        memberCount++;
    }
}
