package org.entente.stix.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The number production of RFC 8259 and the integer range of RFC 7493. */
final class NumberScanner {
    private static final long INTEGER_MAX = (1L << 53) - 1;

    /** Integers of fewer digits lie within the range whatever they are. */
    private static final int SAFE_DIGITS = 15;

    private static final int RANGE_DIGITS = 16;

    private NumberScanner() {}

    /** Offset after the number that starts here with a digit or minus. */
    static int end(byte[] bytes, int start) throws MalformedJson {
        int at = bytes[start] == '-' ? start + 1 : start;
        if (at < bytes.length && bytes[at] == '0') {
            at++;
        } else {
            at = digits(bytes, at);
        }
        if (at < bytes.length && bytes[at] == '.') {
            at = digits(bytes, at + 1);
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            at = digits(bytes, at);
        }
        return at;
    }

    static boolean hasFraction(byte[] bytes, int start) {
        int at = bytes[start] == '-' ? start + 1 : start;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at < bytes.length && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E');
    }

    private static int digits(byte[] bytes, int start) throws MalformedJson {
        int at = start;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw new MalformedJson(at, "expected a digit");
        }
        return at;
    }

    static Flaw.@Nullable Kind flaw(byte[] bytes, int start, int end, boolean fraction, int lengthMax) {
        if (end - start > lengthMax) {
            return Flaw.Kind.NUMBER_LIMIT;
        }
        int digits = end - start - (bytes[start] == '-' ? 1 : 0);
        if (!fraction) {
            return digits > SAFE_DIGITS && outsideRange(bytes, end - digits, end) ? Flaw.Kind.NUMBER_RANGE : null;
        }
        return end - start > SAFE_DIGITS || hasExponent(bytes, start, end) ? overflow(bytes, start, end) : null;
    }

    private static boolean hasExponent(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if ((bytes[at] | 0x20) == 'e') {
                return true;
            }
        }
        return false;
    }

    private static Flaw.@Nullable Kind overflow(byte[] bytes, int start, int end) {
        return Double.isInfinite(asDouble(bytes, start, end)) ? Flaw.Kind.NUMBER_OVERFLOW : null;
    }

    private static boolean outsideRange(byte[] bytes, int start, int end) {
        if (end - start > RANGE_DIGITS) {
            return true;
        }
        return Long.parseLong(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)) > INTEGER_MAX;
    }

    static double asDouble(byte[] bytes, int start, int end) {
        return Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }
}
