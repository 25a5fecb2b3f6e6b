package org.entente.release;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.entente.stix.StixId;

/**
 * The guard's quick look at what most objects are: JSON of ASCII without an escape, nested no deeper than anything sensible. It vouches
 * only for what it has understood to the last byte; anything else is for a parser that knows all of JSON. Used once.
 */
final class PlainScan {

    private static final byte[] LISTED_MARKINGS = "object_marking_refs".getBytes(US_ASCII);
    private static final byte[] PART_MARKING = "marking_ref".getBytes(US_ASCII);
    private static final byte[] ID = "id".getBytes(US_ASCII);

    /** Eight bytes of the content, the first of them the lowest. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int UUID_LENGTH = 36;
    private static final int SUFFIX_LENGTH = UUID_LENGTH + 2;
    private static final int SPACES = 0x20202020;

    /** The two digits of each byte, the first of them the lowest. */
    private static final int[] DIGITS = IntStream.rangeClosed(0, 0xFF)
            .map(bits -> Character.forDigit(bits >>> 4, 16) | Character.forDigit(bits & 15, 16) << 8)
            .toArray();

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = ONES << 7;

    private static final int DEPTH_MAX = 32;

    /** None of the bytes, which are signed. */
    private static final int END = 256;

    private static final int NO_STRING = -1;

    /** What a value would be, were it a string. */
    private enum Meaning {
        NOTHING,
        /** A marking, or the list of them. */
        MARKINGS,
        /** One of that list. */
        LISTED,
        /** The object's id. */
        ID
    }

    private final byte[] content;
    private final StixId id;
    private final ToIntFunction<String> levelOf;
    private int at;
    private int strictest = -1;
    private boolean sameId;

    /**
     * @param id that the object is to have
     * @param levelOf of a marking's id, -1 for one that is no TLP marking
     */
    PlainScan(byte[] content, StixId id, ToIntFunction<String> levelOf) {
        this.content = content;
        this.id = id;
        this.levelOf = levelOf;
    }

    /** Whether it is one whole object and nothing else, all of which was understood; without this the rest means nothing. */
    boolean vouches() {
        return token() == '{' && object(1) && token() == END;
    }

    /** The strictest level of all markings, at whatever depth; -1 where there is none. */
    int strictest() {
        return strictest;
    }

    /** Whether the object says that it is the one it is to be. */
    boolean isSame() {
        return sameId;
    }

    /** After its opening brace. */
    private boolean object(int depth) {
        int next = token();
        if (next == '}') {
            return true;
        }
        while (next == '"') {
            int start = at;
            int end = string();
            if (end == NO_STRING || token() != ':' || !value(depth, meaning(start, end, depth))) {
                return false;
            }
            next = token();
            if (next == '}') {
                return true;
            }
            if (next != ',') {
                return false;
            }
            next = token();
        }
        return false;
    }

    /** After its opening bracket. A list in a list of markings holds none. */
    private boolean list(int depth, Meaning meaning) {
        if (peek() == ']') {
            at++;
            return true;
        }
        Meaning ofEach = meaning == Meaning.MARKINGS ? Meaning.LISTED : Meaning.NOTHING;
        while (value(depth, ofEach)) {
            int next = token();
            if (next != ',') {
                return next == ']';
            }
        }
        return false;
    }

    private boolean value(int depth, Meaning meaning) {
        int next = token();
        return switch (next) {
            case '"' -> text(meaning);
            case '{' -> depth < DEPTH_MAX && object(depth + 1);
            case '[' -> depth < DEPTH_MAX && list(depth + 1, meaning);
            case 't' -> literal("rue");
            case 'f' -> literal("alse");
            case 'n' -> literal("ull");
            default -> number(next);
        };
    }

    private boolean text(Meaning meaning) {
        int start = at;
        int end = string();
        if (end == NO_STRING) {
            return false;
        }
        switch (meaning) {
            case MARKINGS, LISTED -> strictest = Math.max(strictest, levelOf.applyAsInt(string(start, end)));
            case ID -> sameId |= isId(start, end);
            case NOTHING -> {}
        }
        return true;
    }

    /** In whatever case; what stands in a plain string is no control, which would pass for a digit or a hyphen. */
    private boolean isId(int start, int end) {
        String type = id.type();
        if (end - start != type.length() + SUFFIX_LENGTH) {
            return false;
        }
        for (int i = 0; i < type.length(); i++) {
            if (lower(start + i) != type.charAt(i)) {
                return false;
            }
        }
        int suffix = start + type.length();
        return content[suffix] == '-' && content[suffix + 1] == '-' && isUuid(suffix + 2);
    }

    private boolean isUuid(int start) {
        long high = id.uuid().getMostSignificantBits();
        long low = id.uuid().getLeastSignificantBits();
        return isHyphen(start + 8)
                && isHyphen(start + 13)
                && isHyphen(start + 18)
                && isHyphen(start + 23)
                && isHex(start, high >>> 48)
                && isHex(start + 4, high >>> 32)
                && isHex(start + 9, high >>> 16)
                && isHex(start + 14, high)
                && isHex(start + 19, low >>> 48)
                && isHex(start + 24, low >>> 32)
                && isHex(start + 28, low >>> 16)
                && isHex(start + 32, low);
    }

    private boolean isHyphen(int place) {
        return content[place] == '-';
    }

    /** Whether four characters are the digits of the lowest sixteen bits. */
    private boolean isHex(int start, long bits) {
        return ((int) FOUR.get(content, start) | SPACES)
                == DIGITS[(int) bits >>> 8 & 0xFF] + (DIGITS[(int) bits & 0xFF] << 16);
    }

    private int lower(int place) {
        return content[place] | 0x20;
    }

    private Meaning meaning(int start, int end, int depth) {
        if (is(LISTED_MARKINGS, start, end) || is(PART_MARKING, start, end)) {
            return Meaning.MARKINGS;
        }
        return depth == 1 && is(ID, start, end) ? Meaning.ID : Meaning.NOTHING;
    }

    private boolean is(byte[] name, int start, int end) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (content[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private String string(int start, int end) {
        return new String(content, start, end - start, US_ASCII);
    }

    /** After its opening quote, past the closing one; where it ends, or that it is not plain. */
    private int string() {
        passPlain();
        while (at < content.length) {
            byte next = content[at++];
            if (next == '"') {
                return at - 1;
            }
            // All above ASCII are negative.
            if (next == '\\' || next < ' ') {
                return NO_STRING;
            }
        }
        return NO_STRING;
    }

    /** To the next byte that a string does not simply go on with, or near the end of the content. */
    private void passPlain() {
        while (at <= content.length - Long.BYTES) {
            long others = others((long) EIGHT.get(content, at));
            if (others != 0) {
                at += Long.numberOfTrailingZeros(others) / Byte.SIZE;
                return;
            }
            at += Long.BYTES;
        }
    }

    /**
     * Of eight bytes those that are a quote, a backslash, a control or above ASCII, by their highest bits. Subtracting may borrow from the
     * bytes above one that is, so only the lowest found is certain.
     */
    private static long others(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        return (quote - ONES & ~quote | backslash - ONES & ~backslash | eight - ONES * ' ' & ~eight | eight) & HIGHS;
    }

    private boolean literal(String rest) {
        for (int i = 0; i < rest.length(); i++, at++) {
            if (at == content.length || content[at] != rest.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean number(int first) {
        int digit = first;
        if (digit == '-') {
            digit = at < content.length ? content[at++] : END;
        }
        if (!isDigit(digit) || digit == '0' && isDigit(here())) {
            return false;
        }
        digits();
        if (here() == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (here() == 'e' || here() == 'E') {
            at++;
            if (here() == '+' || here() == '-') {
                at++;
            }
            return digits() > 0;
        }
        return true;
    }

    private int digits() {
        int start = at;
        while (isDigit(here())) {
            at++;
        }
        return at - start;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private int here() {
        return at < content.length ? content[at] : END;
    }

    private int peek() {
        while (at < content.length && isSpace(content[at])) {
            at++;
        }
        return here();
    }

    private int token() {
        int next = peek();
        at++;
        return next;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
