package org.entente.stix;

import java.util.Map;

/** The JSON Canonicalization Scheme (RFC 8785), which tells the same content spelled differently from other content. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes of one JSON value.
     *
     * @throws IllegalArgumentException if the bytes are not I-JSON: broken syntax, duplicate keys, lone surrogates, or numbers
     *     outside the range of a double
     */
    public static byte[] of(byte[] json) {
        return org.entente.stix.json.Canonicalizer.canonical(json);
    }

    /**
     * The same without those of an object's own properties that have these values.
     *
     * @param values canonical, by name
     */
    public static byte[] without(Map<String, String> values, byte[] json) {
        return org.entente.stix.json.Canonicalizer.canonicalWithout(values, json);
    }
}
