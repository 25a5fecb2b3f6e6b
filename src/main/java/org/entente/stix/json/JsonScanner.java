package org.entente.stix.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.entente.stix.json.JsonTape.Kind;

/**
 * Reads JSON values out of UTF-8 bytes onto a {@link JsonTape}.
 *
 * <p>Two kinds of wrong: where the grammar breaks, {@link MalformedJson} ends the reading; what can be stepped over (a duplicate
 * key, a lone surrogate, nesting past the limit) becomes a {@link Flaw} of the value, so that its neighbours can still be read.
 * Containers are kept on an explicit stack, never on the thread's, and every byte is looked at a bounded number of times.
 *
 * <p>Not safe for use by several threads.
 */
public final class JsonScanner {
    /** Flaws kept of one value; a value with one is refused already. */
    private static final int FLAWS_MAX = 32;

    private final byte[] bytes;
    private final int limit;
    private final JsonLimits limits;
    private final BitSet nesting = new BitSet();
    private final List<Flaw> flaws = new ArrayList<>();
    private final StringScanner strings;
    private final DuplicateKeys duplicates = new DuplicateKeys();
    private int at;

    /** The containers being read: how many are open, and of the recorded ones the innermost. */
    private int depth;

    private boolean inObject;
    private int[] open = new int[16];
    private int[] members = new int[16];
    private JsonTape tape = new JsonTape();

    public JsonScanner(byte[] bytes, JsonLimits limits) {
        this.bytes = bytes;
        this.limit = bytes.length;
        this.limits = limits;
        this.strings = new StringScanner(bytes);
    }

    /** Offset of the next byte to be read. */
    public int offset() {
        return at;
    }

    /** The flaws of the value read last, in document order; bounded. */
    public List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** Steps over white space and tells the next byte, or −1 at the end. */
    public int peek() {
        while (at < limit) {
            byte next = bytes[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            at = next == ' ' ? JsonText.afterSpaces(bytes, at) : at + 1;
        }
        return -1;
    }

    /** Steps over white space and this byte if it is next. */
    public boolean skip(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Steps over white space and this byte, which must be next. */
    public void require(char expected) throws MalformedJson {
        if (!skip(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    /** The input must hold nothing more than white space. */
    public void requireEnd() throws MalformedJson {
        if (peek() >= 0) {
            throw unexpected("the end of the input");
        }
    }

    /** Reads one whole value onto the tape, replacing what was there. */
    public void value(JsonTape into) throws MalformedJson {
        tape = into;
        tape.reset(bytes);
        flaws.clear();
        depth = 0;
        inObject = false;
        do {
            if (!beginValue()) {
                continue;
            }
            while (depth > 0 && closesContainer()) {
                leave();
            }
        } while (depth > 0);
    }

    /** Reads a scalar or opens a container; tells whether a value is complete, which an opened container is only when empty. */
    private boolean beginValue() throws MalformedJson {
        if (inObject) {
            key();
        }
        int next = peek();
        switch (next) {
            case '{' -> {
                return openContainer(Kind.OBJECT, '}');
            }
            case '[' -> {
                return openContainer(Kind.ARRAY, ']');
            }
            case '"' -> string(Kind.STRING);
            case 't' -> literal("true", Kind.TRUE);
            case 'f' -> literal("false", Kind.FALSE);
            case 'n' -> literal("null", Kind.NULL);
            case 'N', 'I' -> notANumber();
            default -> number(next);
        }
        return true;
    }

    private boolean openContainer(Kind kind, char closing) throws MalformedJson {
        int start = at++;
        depth++;
        inObject = kind == Kind.OBJECT;
        nesting.set(depth, inObject);
        if (depth <= limits.depth()) {
            if (depth >= open.length) {
                open = Arrays.copyOf(open, depth * 2);
                members = Arrays.copyOf(members, depth * 2);
            }
            open[depth] = append(kind, start);
            members[depth] = 0;
        } else if (depth == limits.depth() + 1) {
            flaw(Flaw.Kind.DEPTH_LIMIT, start);
            tape.end(append(Kind.UNREAD, start), start);
        }
        if (!skip(closing)) {
            return false;
        }
        closeContainer();
        leave();
        return true;
    }

    private void leave() {
        depth--;
        inObject = depth > 0 && nesting.get(depth);
    }

    /** After a complete value: steps over a comma, or closes the container and tells so. */
    private boolean closesContainer() throws MalformedJson {
        int next = peek();
        if (next == ',') {
            at++;
            return false;
        }
        if (next != (inObject ? '}' : ']')) {
            throw unexpected(inObject ? "',' or '}'" : "',' or ']'");
        }
        at++;
        closeContainer();
        return true;
    }

    private void closeContainer() {
        if (depth <= limits.depth()) {
            int container = open[depth];
            tape.close(container, at);
            if (inObject && members[depth] > 1) {
                int duplicate = duplicates.find(tape, container, members[depth]);
                if (duplicate != JsonTape.NONE) {
                    flaws.add(new Flaw(duplicate, Flaw.Kind.DUPLICATE_KEY, tape.start(duplicate)));
                }
            }
        }
    }

    private void key() throws MalformedJson {
        if (peek() != '"') {
            throw unexpected("a key in quotes");
        }
        string(Kind.KEY);
        require(':');
    }

    private void string(Kind kind) throws MalformedJson {
        int start = ++at;
        int problems = strings.scan(start);
        at = strings.end() + 1;
        if (depth > limits.depth()) {
            return;
        }
        int node = append(kind, start);
        tape.end(node, at - 1);
        if (kind == Kind.KEY) {
            tape.hash(node, JsonText.hash(bytes, start, at - 1));
        }
        if (problems != 0) {
            stringFlaws(node, problems);
        }
        if (at - 1 - start > limits.stringBytes()) {
            flaw(node, Flaw.Kind.STRING_LIMIT, start);
        }
    }

    private void stringFlaws(int node, int problems) {
        if ((problems & StringScanner.ESCAPED) != 0) {
            tape.flag(node, JsonTape.ESCAPED);
        }
        for (Flaw.Kind kind : StringScanner.FLAWS) {
            if ((problems & 1 << kind.ordinal()) != 0) {
                flaw(node, kind, strings.firstFlaw());
            }
        }
    }

    private void literal(String word, Kind kind) throws MalformedJson {
        int start = at;
        word(word);
        scalar(kind, start);
    }

    private void word(String word) throws MalformedJson {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= limit || bytes[at] != word.charAt(i)) {
                throw unexpected(word);
            }
        }
    }

    private void notANumber() throws MalformedJson {
        int start = at;
        word(bytes[at] == 'N' ? "NaN" : "Infinity");
        flaw(scalar(Kind.UNREAD, start), Flaw.Kind.NOT_A_NUMBER, start);
    }

    private void number(int next) throws MalformedJson {
        int start = at;
        if (next != '-' && (next < '0' || next > '9')) {
            throw unexpected("a value");
        }
        if (next == '-' && at + 1 < limit && bytes[at + 1] == 'I') {
            at++;
            notANumber();
            return;
        }
        boolean fraction = NumberScanner.hasFraction(bytes, start);
        at = NumberScanner.end(bytes, start);
        int node = scalar(Kind.NUMBER, start);
        if (node != JsonTape.NONE && fraction) {
            tape.flag(node, JsonTape.FRACTION);
        }
        Flaw.Kind kind = NumberScanner.flaw(bytes, start, at, fraction, limits.numberBytes());
        if (kind != null) {
            flaw(node, kind, start);
        }
    }

    private int scalar(Kind kind, int start) {
        if (depth > limits.depth()) {
            return JsonTape.NONE;
        }
        int node = append(kind, start);
        tape.end(node, at);
        return node;
    }

    /** Adds a node below the innermost open container; past the depth limit nothing is recorded but the value that crossed it. */
    private int append(Kind kind, int start) {
        boolean container = kind == Kind.OBJECT || kind == Kind.ARRAY || kind == Kind.UNREAD && depth > limits.depth();
        int outer = Math.min(container ? depth - 1 : depth, limits.depth());
        if (outer == 0) {
            return tape.append(kind, 0, 0, start, JsonTape.NONE);
        }
        int ordinal = members[outer];
        int parent = open[outer];
        boolean value = kind != Kind.KEY;
        int node = tape.append(kind, 0, Math.min(ordinal, JsonLimits.ITEMS_MAX), start, parent);
        if (value && ordinal == limits.items()) {
            flaw(parent, Flaw.Kind.ITEMS_LIMIT, start);
        }
        if (value) {
            members[outer]++;
        }
        return node;
    }

    private void flaw(Flaw.Kind kind, int offset) {
        flaw(open[Math.min(depth, limits.depth())], kind, offset);
    }

    private void flaw(int node, Flaw.Kind kind, int offset) {
        if (flaws.size() < FLAWS_MAX) {
            flaws.add(new Flaw(node == JsonTape.NONE ? open[limits.depth()] : node, kind, offset));
        }
    }

    private MalformedJson unexpected(String expected) {
        String found = at >= limit ? "the input ends" : "found " + Printable.of(bytes[at]);
        return new MalformedJson(Math.min(at, limit), "expected " + expected + " but " + found);
    }
}
