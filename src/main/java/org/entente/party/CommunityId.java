package org.entente.party;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The name of a community of partners, for example {@code demo-csirts}: 1 to 63 lower-case letters, digits and inner hyphens.
 *
 * @param value the slug
 */
public record CommunityId(@JsonValue String value) implements Comparable<CommunityId> {

    /** @throws IllegalArgumentException when the value is not a slug */
    @JsonCreator
    public CommunityId {
        Slug.checked("A community id", value);
    }

    /** Reads a name from outside; empty when it could not be the name of any community. */
    public static Optional<CommunityId> tryParse(String text) {
        return Slug.fits(text) ? Optional.of(new CommunityId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(CommunityId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
