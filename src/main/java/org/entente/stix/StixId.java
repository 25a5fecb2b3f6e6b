package org.entente.stix;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a STIX object: {@code type--UUID} (STIX 2.1 §2.9).
 *
 * <p>Says nothing on whether the type exists, nor on the version of the UUID; validation does.
 *
 * @param type name of an object type: lower-case letters, digits and hyphens, 3 to 250 of them, a letter first
 * @param uuid printed in lower case, however it was spelled
 */
public record StixId(String type, UUID uuid) {
    private static final int TYPE_LENGTH_MIN = 3;
    private static final int TYPE_LENGTH_MAX = 250;
    private static final int UUID_LENGTH = 36;
    private static final int SUFFIX_LENGTH = UUID_LENGTH + 2;

    public StixId {
        Objects.requireNonNull(uuid);
        if (!isTypeName(type)) {
            throw new IllegalArgumentException(
                    "an object type has 3 to 250 of a-z, 0-9 and hyphen, and begins with a letter");
        }
    }

    /** Reads an id or throws {@link IllegalArgumentException} with a message that does not repeat the input. */
    public static StixId parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException("a STIX id is an object type, two hyphens and a UUID"));
    }

    /** Reads an id, or nothing if the text is not one. */
    public static Optional<StixId> tryParse(String text) {
        if (text.length() > TYPE_LENGTH_MAX + SUFFIX_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Optional.ofNullable(read(bytes, 0, bytes.length));
    }

    /** Reads an id from the ASCII bytes of a slice, or null if they are not one. */
    static @Nullable StixId read(byte[] bytes, int start, int end) {
        int typeEnd = end - SUFFIX_LENGTH;
        int length = typeEnd - start;
        if (length < TYPE_LENGTH_MIN
                || length > TYPE_LENGTH_MAX
                || bytes[typeEnd] != '-'
                || bytes[typeEnd + 1] != '-') {
            return null;
        }
        UUID uuid = readUuid(bytes, typeEnd + 2);
        String type = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        return uuid == null || !isTypeName(type) ? null : new StixId(type, uuid);
    }

    private static boolean isTypeName(String type) {
        if (type.length() < TYPE_LENGTH_MIN || type.length() > TYPE_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < type.length(); i++) {
            char unit = type.charAt(i);
            boolean letter = unit >= 'a' && unit <= 'z';
            if (!letter && (i == 0 || !(unit >= '0' && unit <= '9' || unit == '-'))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable UUID readUuid(byte[] bytes, int start) {
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte unit = bytes[start + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (unit != '-') {
                    return null;
                }
                continue;
            }
            int digit = Character.digit(unit, 16);
            if (digit < 0) {
                return null;
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }

    /** The id as it is written, its UUID in lower case. */
    @Override
    public String toString() {
        return type + "--" + uuid;
    }
}
