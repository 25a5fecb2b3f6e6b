package org.entente.stix.json;

import java.util.ArrayList;
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
    private final Containers containers;
    private final List<Flaw> flaws = new ArrayList<>();
    private final StringScanner strings;
    private final DuplicateKeys duplicates = new DuplicateKeys();
    private int at;

    private JsonTape tape = new JsonTape();

    public JsonScanner(byte[] bytes, JsonLimits limits) {
        this.bytes = bytes;
        this.limit = bytes.length;
        this.limits = limits;
        this.containers = new Containers(limits.depth());
        this.strings = new StringScanner(bytes);
    }

    /** Offset of the next byte to be read. */
    public int offset() {
        return at;
    }

    /** The flaws of the value read last, in document order; bounded. */
    public List<Flaw> flaws() {
        return flaws.isEmpty() ? List.of() : List.copyOf(flaws);
    }

    /** Steps over white space and tells the next byte, or −1 at the end. */
    public int peek() {
        if (at < limit && bytes[at] > ' ') {
            return bytes[at];
        }
        at = JsonText.afterSpace(bytes, at);
        return at < limit ? bytes[at] & 0xFF : -1;
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
        containers.clear();
        do {
            if (!beginValue()) {
                continue;
            }
            while (!containers.isEmpty() && closesContainer()) {
                containers.leave();
            }
        } while (!containers.isEmpty());
    }

    /** Reads a scalar or opens a container; tells whether a value is complete, which an opened container is only when empty. */
    private boolean beginValue() throws MalformedJson {
        if (containers.inObject()) {
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
        int node = JsonTape.NONE;
        if (containers.hasRoom()) {
            node = append(kind, start, start);
        } else if (containers.isRecorded()) {
            flaw(containers.node(), Flaw.Kind.DEPTH_LIMIT, start);
            append(Kind.UNREAD, start, start);
        }
        containers.enter(kind == Kind.OBJECT, node);
        if (!skip(closing)) {
            return false;
        }
        closeContainer();
        containers.leave();
        return true;
    }

    /** After a complete value: steps over a comma, or closes the container and tells so. */
    private boolean closesContainer() throws MalformedJson {
        int next = peek();
        if (next == ',') {
            at++;
            return false;
        }
        boolean object = containers.inObject();
        if (next != (object ? '}' : ']')) {
            throw unexpected(object ? "',' or '}'" : "',' or ']'");
        }
        at++;
        closeContainer();
        return true;
    }

    private void closeContainer() {
        if (!containers.isRecorded()) {
            return;
        }
        int container = containers.node();
        tape.close(container, at);
        if (containers.inObject() && containers.members() > 1) {
            int duplicate = duplicates.find(tape, container, containers.members());
            if (duplicate != JsonTape.NONE) {
                flaw(duplicate, Flaw.Kind.DUPLICATE_KEY, tape.start(duplicate));
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
        if (!containers.isRecorded()) {
            return;
        }
        int node = append(kind, start, at - 1);
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
        if (!containers.isRecorded()) {
            return JsonTape.NONE;
        }
        return append(kind, start, at);
    }

    /** Adds a node to the innermost container. */
    private int append(Kind kind, int start, int end) {
        int ordinal = containers.members();
        int node = tape.append(kind, Math.min(ordinal, JsonLimits.ITEMS_MAX), start, end, containers.node());
        if (kind != Kind.KEY) {
            if (ordinal == limits.items()) {
                flaw(containers.node(), Flaw.Kind.ITEMS_LIMIT, start);
            }
            containers.addMember();
        }
        return node;
    }

    private void flaw(int node, Flaw.Kind kind, int offset) {
        if (flaws.size() < FLAWS_MAX) {
            flaws.add(new Flaw(node == JsonTape.NONE ? containers.node() : node, kind, offset));
        }
    }

    private MalformedJson unexpected(String expected) {
        String found = at >= limit ? "the input ends" : "found " + Printable.of(bytes[at]);
        return new MalformedJson(Math.min(at, limit), "expected " + expected + " but " + found);
    }
}
