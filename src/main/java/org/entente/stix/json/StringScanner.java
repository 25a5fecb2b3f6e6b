package org.entente.stix.json;

import java.util.List;

/** Finds the end of a JSON string and everything about it that intake refuses, in one pass. */
final class StringScanner {
    /** The flaws a string can have; the bit of a flaw is its ordinal. */
    static final List<Flaw.Kind> FLAWS = List.of(
            Flaw.Kind.LONE_SURROGATE, Flaw.Kind.INVALID_UTF8, Flaw.Kind.NUL_CHARACTER, Flaw.Kind.CONTROL_CHARACTER);

    static final int ESCAPED = 1 << 30;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private final byte[] bytes;
    private int end;
    private int firstFlaw;
    private int found;

    StringScanner(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Offset of the closing quote. */
    int end() {
        return end;
    }

    /** Offset of the first flaw of the string read last. */
    int firstFlaw() {
        return firstFlaw;
    }

    /** Reads the string whose first byte after the quote is at {@code start}; returns its flaw bits and {@link #ESCAPED}. */
    int scan(int start) throws MalformedJson {
        found = 0;
        int at = start;
        int wordsEnd = bytes.length - Long.BYTES;
        while (true) {
            while (at <= wordsEnd) {
                long special = specials(JsonText.word(bytes, at));
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                at += Long.BYTES;
            }
            if (at >= bytes.length) {
                throw unclosed();
            }
            byte unit = bytes[at];
            if (unit == '"') {
                end = at;
                return found;
            }
            at = unit >= 0x20 && unit != '\\' ? at + 1 : special(at, unit);
        }
    }

    /**
     * The high bit of every byte that is a quote, a backslash, a control character or not ASCII; exact for the lowest such byte, which
     * is all that is asked. A subtraction borrows from the next byte only where it found something, and bytes with their high bit set
     * are found themselves.
     */
    private static long specials(long word) {
        return ((word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES | word - SPACES | word) & HIGH_BITS;
    }

    private MalformedJson unclosed() {
        return new MalformedJson(bytes.length, "expected the closing quote of a string but the input ends");
    }

    private int special(int at, byte unit) throws MalformedJson {
        if (unit == '\\') {
            found |= ESCAPED;
            return escape(at + 1);
        }
        if (unit < 0) {
            return multibyte(at, unit & 0xFF);
        }
        flaw(unit == 0 ? Flaw.Kind.NUL_CHARACTER : Flaw.Kind.CONTROL_CHARACTER, at);
        return at + 1;
    }

    private int escape(int at) throws MalformedJson {
        if (at >= bytes.length) {
            throw new MalformedJson(at, "expected an escape but the input ends");
        }
        return switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> unicodeEscape(at + 1);
            default -> throw new MalformedJson(at, "expected an escape but found " + Printable.of(bytes[at]));
        };
    }

    private int unicodeEscape(int at) throws MalformedJson {
        int unit = unit(at);
        int next = at + 4;
        if (unit == 0) {
            flaw(Flaw.Kind.NUL_CHARACTER, at - 2);
        } else if (unit >= 0xD800 && unit <= 0xDFFF) {
            boolean pair = unit < 0xDC00 && next + 1 < bytes.length && bytes[next] == '\\' && bytes[next + 1] == 'u';
            int low = pair ? unit(next + 2) : 0;
            if (low >= 0xDC00 && low <= 0xDFFF) {
                return next + 6;
            }
            flaw(Flaw.Kind.LONE_SURROGATE, at - 2);
        }
        return next;
    }

    private int unit(int at) throws MalformedJson {
        int unit = at + 4 <= bytes.length ? JsonText.hex4(bytes, at) : -1;
        if (unit < 0) {
            throw new MalformedJson(Math.min(at, bytes.length), "expected four hexadecimal digits after \\u");
        }
        return unit;
    }

    /** RFC 3629: shortest form only, no surrogates, at most U+10FFFF. A broken byte is stepped over alone. */
    private int multibyte(int at, int lead) {
        int length = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > bytes.length || !secondFits(lead, bytes[at + 1] & 0xFF)) {
            flaw(Flaw.Kind.INVALID_UTF8, at);
            return at + 1;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                flaw(Flaw.Kind.INVALID_UTF8, at);
                return at + 1;
            }
        }
        return at + length;
    }

    private static boolean secondFits(int lead, int second) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= low && second <= high;
    }

    private void flaw(Flaw.Kind kind, int at) {
        if ((found & ~ESCAPED) == 0) {
            firstFlaw = at;
        }
        found |= 1 << kind.ordinal();
    }
}
