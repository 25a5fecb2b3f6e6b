package org.entente.stix.rule;

import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Properties the standard does not define for their place (STIX 2.1 §3.1, §3.8, §7.3.2, §11.1). */
final class CustomProperties {
    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 250;

    /** §3.8 has phone_number; the schemas published with the standard have the plural. */
    private static final Set<String> RESERVED =
            Set.of("severity", "username", "phone_number", "phone_numbers", "action");

    private CustomProperties() {}

    /** A property at the top of an object; unless an extension may define it, it is of the deprecated kind. */
    static void atTop(Inspection in, int key) {
        check(in, key);
        if (in.container() == null && !in.topLevelExtension()) {
            in.warn(
                    key,
                    Rule.CUSTOM_PROPERTY,
                    in.quote(key) + " is a custom property, which is deprecated; use an extension.");
        }
    }

    /** A property of an object inside another. */
    static void nested(Inspection in, int key) {
        check(in, key);
    }

    private static void check(Inspection in, int key) {
        JsonTape tape = in.tape();
        String name = tape.text(key);
        if (RESERVED.contains(name)) {
            in.error(key, Rule.PROPERTY_RESERVED, "The property name " + name + " is reserved; choose another.");
        } else if (!isName(name)) {
            in.error(
                    key,
                    Rule.PROPERTY_NAME,
                    Quotes.of(name)
                            + " is not a property name; use 3 to 250 of a-z, 0-9 and underscore, a letter first.");
        }
        Values.collectReferences(in, key);
        value(in, name, key + 1);
    }

    private static void value(Inspection in, String name, int value) {
        if (name.endsWith("_hex") && in.tape().isString(value)) {
            Hex.OCTETS.check(in, value);
        } else if (name.endsWith("_bin") && in.tape().isString(value)) {
            Binary.BASE64.check(in, value);
        } else {
            Values.ANY.check(in, value);
        }
    }

    static boolean isName(String name) {
        if (name.length() < LENGTH_MIN || name.length() > LENGTH_MAX) {
            return false;
        }
        if (name.charAt(0) < 'a' || name.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (!(unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '_')) {
                return false;
            }
        }
        return true;
    }
}
