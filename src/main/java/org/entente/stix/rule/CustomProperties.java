package org.entente.stix.rule;

import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Properties the standard does not define for their place (STIX 2.1 §3.1, §3.8, §11.1). */
final class CustomProperties {
    private static final Set<String> RESERVED =
            Set.of("severity", "username", "phone_number", "phone_numbers", "action");

    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 250;

    private CustomProperties() {}

    static void check(Inspection in, int key) {
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
    }

    static boolean isName(String name) {
        if (name.length() < LENGTH_MIN || name.length() > LENGTH_MAX || name.charAt(0) < 'a' || name.charAt(0) > 'z') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (!(unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '_')) {
                return false;
            }
        }
        return true;
    }
}
