package org.entente.stix.rule;

import java.util.BitSet;
import org.entente.stix.json.JsonTape;

/** Absolute URIs (RFC 3986), checked in one pass over their bytes. */
final class Uris {
    static final Check URI = Uris::check;

    private static final BitSet PLAIN = plain();

    private Uris() {}

    private static BitSet plain() {
        BitSet plain = new BitSet(128);
        plain.set('a', 'z' + 1);
        plain.set('A', 'Z' + 1);
        plain.set('0', '9' + 1);
        "-._~:/?@!$&'()*+,;=".chars().forEach(plain::set);
        return plain;
    }

    private static void check(Inspection in, int node) {
        if (Checks.isString(in, node) && !isUri(in.tape(), node)) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node)
                            + " is not a URL; write a scheme, a colon and only characters RFC 3986 allows, others percent-encoded.");
        }
    }

    static boolean isUri(JsonTape tape, int node) {
        String text = tape.text(node);
        int colon = text.indexOf(':');
        return colon > 0 && colon < text.length() - 1 && isScheme(text, colon) && isRest(text, colon + 1);
    }

    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            boolean letter = unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z';
            if (!letter && (i == 0 || !(unit >= '0' && unit <= '9' || unit == '+' || unit == '-' || unit == '.'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRest(String text, int start) {
        int literalEnd = literalEnd(text, start);
        if (literalEnd < 0) {
            return false;
        }
        boolean fragment = false;
        for (int i = start; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '%') {
                if (!isEscape(text, i)) {
                    return false;
                }
                i += 2;
            } else if (unit == '#') {
                if (fragment) {
                    return false;
                }
                fragment = true;
            } else if (!PLAIN.get(unit) && !((unit == '[' || unit == ']') && i < literalEnd)) {
                return false;
            }
        }
        return true;
    }

    /** Offset after an address in brackets as host, 0 when there is none, −1 when it is not an address. */
    private static int literalEnd(String text, int start) {
        if (!text.startsWith("//", start)) {
            return 0;
        }
        int authorityEnd = text.length();
        for (int i = start + 2; i < authorityEnd; i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                authorityEnd = i;
            }
        }
        int open = text.indexOf('[', start);
        if (open < 0 || open >= authorityEnd) {
            return 0;
        }
        int close = text.indexOf(']', open);
        boolean address = close > 0 && close < authorityEnd && Addresses.isIpv6(text.substring(open + 1, close));
        boolean future = close > 0 && close < authorityEnd && text.charAt(open + 1) == 'v';
        return address || future ? close + 1 : -1;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
