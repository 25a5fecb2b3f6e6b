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
}
