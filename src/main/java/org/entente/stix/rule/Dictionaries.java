package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Dictionaries (STIX 2.1 §2.3): at least one entry, keys of letters, digits, hyphen and underscore. */
final class Dictionaries {
    /** Any values of STIX data types. */
    static final Check ANY = of(Values.ANY);

    private static final int KEY_LENGTH_MAX = 250;

    private Dictionaries() {}

    /** A dictionary whose values each pass this check. */
    static Check of(Check value) {
        return (in, node) -> {
            if (isDictionary(in, node)) {
                JsonTape tape = in.tape();
                for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
                    value.check(in, key + 1);
                }
            }
        };
    }

    /** Checks that a value is a dictionary and its keys are; tells whether it is an object. */
    static boolean isDictionary(Inspection in, int node) {
        if (!Checks.isObject(in, node)) {
            return false;
        }
        JsonTape tape = in.tape();
        if (tape.isEmpty(node)) {
            in.error(
                    node,
                    Rule.EMPTY_DICTIONARY,
                    "The dictionary is empty; leave the property out or give it an entry.");
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            if (!isKey(tape, key)) {
                in.error(
                        key,
                        Rule.DICTIONARY_KEY,
                        in.quote(key)
                                + " is not a dictionary key; use 1 to 250 of a-z, A-Z, 0-9, hyphen and underscore.");
            }
        }
        return true;
    }

    private static boolean isKey(JsonTape tape, int key) {
        String text = tape.hasEscape(key) ? tape.text(key) : "";
        int length = tape.hasEscape(key) ? text.length() : tape.end(key) - tape.start(key);
        if (length == 0 || length > KEY_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int unit = tape.hasEscape(key) ? text.charAt(i) : tape.source()[tape.start(key) + i];
            if (!isKeyCharacter(unit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKeyCharacter(int unit) {
        return unit >= 'a' && unit <= 'z'
                || unit >= 'A' && unit <= 'Z'
                || unit >= '0' && unit <= '9'
                || unit == '-'
                || unit == '_';
    }
}
