package org.entente.party;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The name of one of the operators of the exchange, for example {@code curator}: 1 to 63 lower-case letters, digits and inner hyphens.
 *
 * @param value the slug
 */
public record OperatorId(@JsonValue String value) implements Comparable<OperatorId> {

    /** @throws IllegalArgumentException when the value is not a slug */
    @JsonCreator
    public OperatorId {
        Slug.checked("A operator id", value);
    }

    /** Reads a name from outside; empty when it could not be the name of any operator. */
    public static Optional<OperatorId> tryParse(String text) {
        return Slug.fits(text) ? Optional.of(new OperatorId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(OperatorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
