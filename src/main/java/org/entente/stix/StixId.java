package org.entente.stix;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A STIX identifier, {@code type--UUID} (STIX 2.1 §2.9). Two spellings of one UUID are one id.
 *
 * @param type the object type, such as {@code indicator}
 * @param uuid the UUID
 */
public record StixId(String type, UUID uuid) {

    private static final Pattern SHAPE = Pattern.compile(
            "([a-z0-9](?:[a-z0-9-]{0,248}[a-z0-9])?)--([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

    /** Reads an identifier; empty when the text is none. */
    public static Optional<StixId> tryParse(String text) {
        var match = SHAPE.matcher(text);
        return match.matches()
                ? Optional.of(new StixId(match.group(1), UUID.fromString(match.group(2))))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException when the text is no identifier */
    public static StixId parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("Not a STIX identifier"));
    }

    @Override
    public String toString() {
        return type + "--" + uuid;
    }
}
