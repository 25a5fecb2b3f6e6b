package org.entente.stix.json;

import java.util.Arrays;

/**
 * The tokens of one JSON value, in document order, as offsets into bytes that stay where they are.
 *
 * <p>A node is a small integer. The children of a container follow it; in an object keys and values alternate, so the value of the
 * key {@code k} is {@code k + 1}. Reused from value to value to spare garbage: nodes are valid until the next scan into this tape.
 *
 * <p>Not safe for use by several threads.
 */
public final class JsonTape {
    /** What a node is. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("a list"),
        KEY("a key"),
        STRING("a string"),
        NUMBER("a number"),
        TRUE("a boolean"),
        FALSE("a boolean"),
        NULL("null"),
        UNREAD("a value that could not be read");

        private static final Kind[] ALL = values();
        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** How a message names it, with its article. */
        public String label() {
            return label;
        }
    }

    /** No such node. */
    public static final int NONE = -1;

    /** Cells of a node: kind, flags and place among its siblings; start; end; next sibling (of a key: its hash); parent. */
    private static final int CELLS = 5;

    private static final int KIND_MASK = 0xF;
    static final int ESCAPED = 0x10;
    static final int FRACTION = 0x20;
    private static final int ORDINAL_SHIFT = 8;

    private byte[] source = new byte[0];
    private int[] cells = new int[64 * CELLS];
    private int size;

    void reset(byte[] bytes) {
        source = bytes;
        size = 0;
    }

    /** Adds a node; {@code end} of a container is set when it closes. */
    int append(Kind kind, int ordinal, int start, int end, int parent) {
        int at = size * CELLS;
        if (at == cells.length) {
            cells = Arrays.copyOf(cells, cells.length * 2);
        }
        int[] into = cells;
        into[at] = kind.ordinal() | ordinal << ORDINAL_SHIFT;
        into[at + 1] = start;
        into[at + 2] = end;
        into[at + 3] = size + 1;
        into[at + 4] = parent;
        return size++;
    }

    void close(int node, int end) {
        cells[node * CELLS + 2] = end;
        cells[node * CELLS + 3] = size;
    }

    void flag(int node, int flags) {
        cells[node * CELLS] |= flags;
    }

    void hash(int key, int hash) {
        cells[key * CELLS + 3] = hash;
    }

    /** Number of nodes. */
    public int size() {
        return size;
    }

    /** The bytes the offsets point into; not to be changed. */
    public byte[] source() {
        return source;
    }

    public Kind kind(int node) {
        return Kind.ALL[cells[node * CELLS] & KIND_MASK];
    }

    public boolean isString(int node) {
        return (cells[node * CELLS] & KIND_MASK) == Kind.STRING.ordinal();
    }

    public boolean isObject(int node) {
        return (cells[node * CELLS] & KIND_MASK) == Kind.OBJECT.ordinal();
    }

    public boolean isArray(int node) {
        return (cells[node * CELLS] & KIND_MASK) == Kind.ARRAY.ordinal();
    }

    /** Whether a number is spelled with a fraction or an exponent. */
    public boolean hasFraction(int node) {
        return (cells[node * CELLS] & FRACTION) != 0;
    }

    /** Whether a string or key holds a backslash. */
    public boolean hasEscape(int node) {
        return (cells[node * CELLS] & ESCAPED) != 0;
    }

    /** First byte; of a string or key, the byte after the quote. */
    public int start(int node) {
        return cells[node * CELLS + 1];
    }

    /** Byte after the last; of a string or key, the closing quote. */
    public int end(int node) {
        return cells[node * CELLS + 2];
    }

    /** The enclosing container, or for a value of an object the object; {@link #NONE} of the outermost. */
    public int parent(int node) {
        return cells[node * CELLS + 4];
    }

    /** Place among the members of the parent, from 0; a key and its value share one. */
    public int ordinal(int node) {
        return cells[node * CELLS] >>> ORDINAL_SHIFT;
    }

    /** First child of a container; equal to {@link #next} of the container when it is empty. */
    public int first(int container) {
        return container + 1;
    }

    /** The node after this value and all it contains. */
    public int next(int value) {
        return cells[value * CELLS + 3];
    }

    /** Hash of the bytes of a key, as {@link JsonText#hash} gives it. */
    public int keyHash(int key) {
        return cells[key * CELLS + 3];
    }

    public boolean isEmpty(int container) {
        return next(container) == container + 1;
    }

    /** The value of a key of an object, or {@link #NONE}. Walks the object. */
    public int find(int object, String name) {
        for (int key = first(object); key < next(object); key = next(key + 1)) {
            if (textEquals(key, name)) {
                return key + 1;
            }
        }
        return NONE;
    }

    /** The text of a string or key, escapes resolved; broken parts become U+FFFD. */
    public String text(int node) {
        return JsonText.decode(source, start(node), end(node), hasEscape(node));
    }

    /** As {@link #text(int)}, of the first bytes only; what the cut breaks becomes U+FFFD. */
    public String text(int node, int bytesMax) {
        int end = Math.min(end(node), start(node) + bytesMax);
        return JsonText.decode(source, start(node), end, hasEscape(node));
    }

    /** Whether a string or key spells this ASCII text. */
    public boolean textEquals(int node, String ascii) {
        if (hasEscape(node)) {
            return text(node).equals(ascii);
        }
        int start = start(node);
        int length = end(node) - start;
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (source[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
