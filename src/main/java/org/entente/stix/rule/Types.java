package org.entente.stix.rule;

import java.nio.charset.StandardCharsets;

/** Names of object types (STIX 2.1 §3.1): 3 to 250 lower-case letters, digits and hyphens, a letter first. */
final class Types {
    static final int LENGTH_MIN = 3;
    static final int LENGTH_MAX = 250;

    private Types() {}

    static boolean isName(byte[] bytes, int start, int length) {
        if (length < LENGTH_MIN || length > LENGTH_MAX) {
            return false;
        }
        for (int i = start; i < start + length; i++) {
            byte unit = bytes[i];
            boolean letter = unit >= 'a' && unit <= 'z';
            if (!letter && (i == start || !(unit >= '0' && unit <= '9' || unit == '-'))) {
                return false;
            }
        }
        return true;
    }

    static boolean isName(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isName(bytes, 0, bytes.length);
    }

    static String name(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
}
