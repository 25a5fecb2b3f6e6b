package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Properties the standard does not define for their place (STIX 2.1 §3.1, §3.8, §7.3.2, §11.1). */
final class CustomProperties {
    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 250;

    /** §3.8 has phone_number; the schemas published with the standard have the plural. */
    private static final TermSet RESERVED =
            TermSet.of("severity", "username", "phone_number", "phone_numbers", "action");

    private CustomProperties() {}

    /** A property at the top of an object. */
    static void atTop(Inspection in, int key) {
        nested(in, key);
        in.customProperty(key);
    }

    /** As a rule: custom properties are deprecated, unless an extension says that its properties stand at the top. */
    static void deprecated(Inspection in, Fields fields) {
        int first = in.customProperty();
        if (first != JsonTape.NONE && !Extensions.reachesTop(in.tape(), fields.of("extensions"))) {
            in.warn(
                    first,
                    Rule.CUSTOM_PROPERTY,
                    in.quote(first)
                            + " is a custom property, which is deprecated; define it and any other in an extension.");
        }
    }

    /** A property of an object inside another, or of a custom type. */
    static void nested(Inspection in, int key) {
        JsonTape tape = in.tape();
        // Escapes are resolved once here, since a sender can make resolving them the costliest thing there is.
        String escaped = tape.hasEscape(key) ? tape.text(key) : null;
        if (escaped == null ? RESERVED.has(tape, key) : RESERVED.has(escaped)) {
            in.error(
                    key,
                    Rule.PROPERTY_RESERVED,
                    "The property name " + in.quote(key) + " is reserved; choose another.");
        } else if (escaped == null ? !isName(tape, key) : !isName(escaped)) {
            in.error(
                    key,
                    Rule.PROPERTY_NAME,
                    in.quote(key)
                            + " is not a property name; use 3 to 250 of a-z, 0-9 and underscore, a letter first.");
        }
        Values.collectReferences(in, key);
        value(in, key);
    }

    private static void value(Inspection in, int key) {
        JsonTape tape = in.tape();
        if (Values.endsWith(tape, key, "_hex")) {
            Hex.OCTETS.check(in, key + 1);
        } else if (Values.endsWith(tape, key, "_bin")) {
            Binary.BASE64.check(in, key + 1);
        } else if (!tape.isString(key + 1)) {
            Values.ANY.check(in, key + 1);
        }
    }

    private static boolean isName(JsonTape tape, int key) {
        byte[] bytes = tape.source();
        int start = tape.start(key);
        int length = tape.end(key) - start;
        if (length < LENGTH_MIN || length > LENGTH_MAX || bytes[start] < 'a' || bytes[start] > 'z') {
            return false;
        }
        for (int at = start; at < start + length; at++) {
            if (!isNamePart(bytes[at])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamePart(int unit) {
        return unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '_';
    }

    static boolean isName(String name) {
        if (name.length() < LENGTH_MIN || name.length() > LENGTH_MAX) {
            return false;
        }
        if (name.charAt(0) < 'a' || name.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!isNamePart(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
