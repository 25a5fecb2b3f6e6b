package org.entente.stix.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.JsonText;
import org.jspecify.annotations.Nullable;

/** Identifiers, {@code type--UUID} (STIX 2.1 §2.9), checked in place. */
final class Ids {
    private static final int UUID_LENGTH = 36;
    private static final int SUFFIX_LENGTH = UUID_LENGTH + 2;
    private static final int VERSION_AT = 14;
    private static final int VARIANT_AT = 19;

    private static final long HYPHENS = 0x2D2D_2D2D_2D2D_2D2DL;
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    /** Types whose names need not be made anew for every id. */
    private static final NameTable<String> KNOWN = known();

    private Ids() {}

    private static NameTable<String> known() {
        Map<String, String> names = new HashMap<>();
        Set<String> all = KnownTypes.union(
                KnownTypes.DOMAIN,
                KnownTypes.RELATIONSHIP,
                KnownTypes.OBSERVABLE,
                KnownTypes.META,
                Set.of(KnownTypes.BUNDLE));
        all.forEach(name -> names.put(name, name));
        return new NameTable<>(names);
    }

    /** The type part of an id, or null when the value is not an id. */
    static @Nullable String typeOf(JsonTape tape, int node) {
        if (!tape.isString(node)) {
            return null;
        }
        byte[] bytes = tape.source();
        int typeEnd = tape.end(node) - SUFFIX_LENGTH;
        if (typeEnd - tape.start(node) < Types.LENGTH_MIN || !isSuffix(bytes, typeEnd)) {
            return null;
        }
        return type(bytes, tape.start(node), typeEnd);
    }

    /** The type part of what is known to be an id. */
    static String typeOfValid(JsonTape tape, int node) {
        String type = type(tape.source(), tape.start(node), tape.end(node) - SUFFIX_LENGTH);
        if (type == null) {
            throw new IllegalStateException("not an id");
        }
        return type;
    }

    private static @Nullable String type(byte[] bytes, int start, int end) {
        String known = KNOWN.ofSlice(bytes, start, end);
        if (known != null) {
            return known;
        }
        return Types.isName(bytes, start, end - start) ? Types.name(bytes, start, end - start) : null;
    }

    /** Two hyphens and a UUID. */
    private static boolean isSuffix(byte[] bytes, int start) {
        return bytes[start] == '-' && bytes[start + 1] == '-' && isUuid(bytes, start + 2);
    }

    /** Digits and hyphens of a UUID, read as five words of which the last two overlap. */
    private static boolean isUuid(byte[] bytes, int start) {
        return Hex.areDigits(JsonText.word(bytes, start))
                && isHyphenated(JsonText.word(bytes, start + 8), 0xFFL | 0xFFL << 40)
                && isHyphenated(JsonText.word(bytes, start + 16), 0xFFL << 16 | 0xFFL << 56)
                && Hex.areDigits(JsonText.word(bytes, start + 24))
                && Hex.areDigits(JsonText.word(bytes, start + 28));
    }

    /** Whether a word has hyphens under the mask and digits elsewhere. */
    private static boolean isHyphenated(long word, long mask) {
        return (word & mask) == (HYPHENS & mask) && Hex.areDigits(word & ~mask | ZEROS & mask);
    }

    /** Whether the UUID of a valid id has a version and variant RFC 4122 defines. */
    private static boolean isRfc4122(JsonTape tape, int node) {
        byte[] bytes = tape.source();
        int uuid = tape.end(node) - UUID_LENGTH;
        byte version = bytes[uuid + VERSION_AT];
        int variant = Hex.digit(bytes[uuid + VARIANT_AT]);
        return version >= '1' && version <= '5' && variant >= 8 && variant <= 11;
    }

    /** Whether a UUID has a version and variant RFC 4122 defines. */
    static boolean isRfc4122(UUID uuid) {
        return uuid.variant() == 2 && uuid.version() >= 1 && uuid.version() <= 5;
    }

    /** The version digit of the UUID of a valid id. */
    static int uuidVersion(JsonTape tape, int node) {
        return Hex.digit(tape.source()[tape.end(node) - UUID_LENGTH + VERSION_AT]);
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
