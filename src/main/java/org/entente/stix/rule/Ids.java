package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Identifiers, {@code type--UUID} (STIX 2.1 §2.9), checked in place. */
final class Ids {
    private static final int UUID_LENGTH = 36;
    private static final int SUFFIX_LENGTH = UUID_LENGTH + 2;
    private static final int TYPE_LENGTH_MIN = 3;
    private static final int TYPE_LENGTH_MAX = 250;
    private static final int VERSION_AT = 14;
    private static final int VARIANT_AT = 19;

    private Ids() {}

    /** The type part of an id, or null when the text is not an id. */
    static @Nullable String typeOf(JsonTape tape, int node) {
        byte[] bytes = tape.source();
        int start = tape.start(node);
        int length = tape.end(node) - start - SUFFIX_LENGTH;
        if (!tape.isString(node) || !hasIdShape(bytes, start, length)) {
            return null;
        }
        return Types.name(bytes, start, length);
    }

    private static boolean hasIdShape(byte[] bytes, int start, int typeLength) {
        if (typeLength < TYPE_LENGTH_MIN || typeLength > TYPE_LENGTH_MAX) {
            return false;
        }
        int uuid = start + typeLength + 2;
        return bytes[uuid - 1] == '-'
                && bytes[uuid - 2] == '-'
                && isUuid(bytes, uuid)
                && Types.isName(bytes, start, typeLength);
    }

    private static boolean isUuid(byte[] bytes, int start) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte unit = bytes[start + i];
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? unit != '-' : !isHex(unit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(byte unit) {
        return unit >= '0' && unit <= '9' || unit >= 'a' && unit <= 'f' || unit >= 'A' && unit <= 'F';
    }

    /** Whether the UUID of a valid id has a version and variant RFC 4122 defines. */
    private static boolean isRfc4122(JsonTape tape, int node) {
        byte[] bytes = tape.source();
        int uuid = tape.end(node) - UUID_LENGTH;
        byte version = bytes[uuid + VERSION_AT];
        return version >= '1' && version <= '5' && "89abAB".indexOf(bytes[uuid + VARIANT_AT]) >= 0;
    }

    /** The version digit of the UUID of a valid id. */
    static int uuidVersion(JsonTape tape, int node) {
        return Character.digit(tape.source()[tape.end(node) - UUID_LENGTH + VERSION_AT], 16);
    }

    /** An identifier; tells its type, or null after an error. */
    static @Nullable String check(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (!Checks.isString(in, node)) {
            return null;
        }
        String type = typeOf(tape, node);
        if (type == null) {
            in.error(
                    node,
                    Rule.ID_SYNTAX,
                    in.quote(node) + " is not an id; write an object type, two hyphens and a UUID.");
        } else if (!isRfc4122(tape, node)) {
            in.error(
                    node,
                    Rule.UUID_VERSION,
                    in.quote(node) + " does not end in an RFC 4122 UUID; use one of version 1 to 5.");
        }
        return type;
    }
}
