package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Base64 text (STIX 2.1 §2.1, RFC 4648 §4), looked at without decoding it. */
final class Binary {
    /** Whole groups of four characters, padded. */
    static final Check BASE64 = Binary::check;

    private static final int GROUP = 4;
    private static final int PADDING_MAX = 2;

    private Binary() {}

    private static void check(Inspection in, int node) {
        if (Checks.isString(in, node) && !isBase64(in.tape(), node)) {
            in.error(
                    node,
                    Rule.BINARY,
                    "The value is not base64; use the alphabet of RFC 4648 §4 with padding and without line breaks.");
        }
    }

    private static boolean isBase64(JsonTape tape, int node) {
        if (tape.hasEscape(node)) {
            return isBase64(tape.text(node));
        }
        byte[] bytes = tape.source();
        int start = tape.start(node);
        int end = tape.end(node);
        if (start == end || (end - start) % GROUP != 0) {
            return false;
        }
        int data = end;
        while (end - data < PADDING_MAX && bytes[data - 1] == '=') {
            data--;
        }
        for (int at = start; at < data; at++) {
            if (!isDigit(bytes[at])) {
                return false;
            }
        }
        return true;
    }

    /** A slash may be written with an escape. */
    private static boolean isBase64(String text) {
        int data = text.endsWith("==") ? text.length() - 2 : text.endsWith("=") ? text.length() - 1 : text.length();
        return !text.isEmpty()
                && text.length() % GROUP == 0
                && text.chars().limit(data).allMatch(Binary::isDigit);
    }

    private static boolean isDigit(int unit) {
        return unit >= 'A' && unit <= 'Z'
                || unit >= 'a' && unit <= 'z'
                || unit >= '0' && unit <= '9'
                || unit == '+'
                || unit == '/';
    }
}
