package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Hexadecimal text (STIX 2.1 §2.8). */
final class Hex {
    /** An even number of lower-case digits, two at least. */
    static final Check OCTETS = Hex::check;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final byte[] DIGITS = digits();

    private Hex() {}

    private static byte[] digits() {
        byte[] digits = new byte[256];
        for (int unit = 0; unit < digits.length; unit++) {
            digits[unit] = (byte) (unit < 128 ? Character.digit(unit, 16) : -1);
        }
        return digits;
    }

    /** The value of a hexadecimal digit of either case, or −1. */
    static int digit(byte unit) {
        return DIGITS[unit & 0xFF];
    }

    /** Whether all eight bytes of a word are hexadecimal digits: a carry into the high bit tells each bound of a range. */
    static boolean areDigits(long word) {
        long lower = word | ONES * 0x20;
        long decimal = word + ONES * (0x80 - '0') & ~(word + ONES * (0x7F - '9'));
        long letter = lower + ONES * (0x80 - 'a') & ~(lower + ONES * (0x7F - 'f'));
        return ((decimal | letter) & ~word & HIGH_BITS) == HIGH_BITS;
    }

    private static void check(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        int length = tape.end(node) - tape.start(node);
        if (length == 0 || length % 2 != 0 || !isLowerCase(tape, node)) {
            in.error(node, Rule.HEX, in.quote(node) + " is not hexadecimal; use an even number of 0-9 and a-f.");
        }
    }

    private static boolean isLowerCase(JsonTape tape, int node) {
        for (int at = tape.start(node); at < tape.end(node); at++) {
            byte unit = tape.source()[at];
            if (!(unit >= '0' && unit <= '9' || unit >= 'a' && unit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a string holds only digits of either case. */
    static boolean isAll(JsonTape tape, int node) {
        for (int at = tape.start(node); at < tape.end(node); at++) {
            if (digit(tape.source()[at]) < 0) {
                return false;
            }
        }
        return true;
    }
}
