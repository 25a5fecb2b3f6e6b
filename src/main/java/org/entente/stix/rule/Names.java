package org.entente.stix.rule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.stix.json.JsonTape;

/**
 * The property names of the standard, so that a known key needs no new string.
 *
 * <p>Filled while the shapes are built. Strings come back by the hash the scanner already computed.
 */
final class Names {
    private static final Map<Integer, String> KNOWN = new ConcurrentHashMap<>();

    private Names() {}

    /** Adds a name; returns it. */
    static String known(String name) {
        KNOWN.put(name.hashCode(), name);
        return name;
    }

    /** The text of a key. */
    static String of(JsonTape tape, int key) {
        if (!tape.hasEscape(key)) {
            String name = KNOWN.get(tape.keyHash(key));
            if (name != null && tape.textEquals(key, name)) {
                return name;
            }
        }
        return tape.text(key);
    }

    /** The text of a string that is often a known name, such as a type. */
    static String value(JsonTape tape, int string) {
        int hash = 0;
        for (int at = tape.start(string); at < tape.end(string); at++) {
            hash = 31 * hash + tape.source()[at];
        }
        String name = KNOWN.get(hash);
        return name != null && tape.textEquals(string, name) ? name : tape.text(string);
    }
}
