package org.entente.stix.json;

import java.nio.charset.StandardCharsets;

/** Text of JSON strings out of their bytes. */
public final class JsonText {
    private JsonText() {}

    static String decode(byte[] bytes, int start, int end, boolean escaped) {
        if (!escaped) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int run = start;
        for (int at = start; at < end; ) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            text.append(new String(bytes, run, at - run, StandardCharsets.UTF_8));
            if (at + 1 >= end) {
                return text.append('\uFFFD').toString();
            }
            at = appendEscape(text, bytes, at + 1, end);
            run = at;
        }
        text.append(new String(bytes, run, end - run, StandardCharsets.UTF_8));
        return replaceLoneSurrogates(text);
    }

    private static int appendEscape(StringBuilder text, byte[] bytes, int at, int end) {
        switch (bytes[at]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                int unit = at + 5 <= end ? hex4(bytes, at + 1) : -1;
                text.append(unit < 0 ? '\uFFFD' : (char) unit);
                return Math.min(at + 5, end);
            }
            default -> text.append((char) bytes[at]);
        }
        return at + 1;
    }

    private static String replaceLoneSurrogates(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    /** The four hex digits at this offset as a UTF-16 unit, or −1. */
    static int hex4(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
