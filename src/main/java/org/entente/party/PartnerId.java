package org.entente.party;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The name of a partner CSIRT, for example {@code xa-cert}: 1 to 63 lower-case letters, digits and inner hyphens.
 *
 * @param value the slug
 */
public record PartnerId(@JsonValue String value) implements Comparable<PartnerId> {

    /**
     * The exchange itself, where its operators assert something. No partner: it has no credential, no policy and no feed, and
     * nobody can be given its name.
     */
    public static final PartnerId EXCHANGE = new PartnerId("exchange-operators");

    /** @throws IllegalArgumentException when the value is not a slug */
    @JsonCreator
    public PartnerId {
        Slug.checked("A partner id", value);
    }

    /** Reads a name from outside; empty when it could not be the name of any partner. */
    public static Optional<PartnerId> tryParse(String text) {
        return Slug.fits(text) ? Optional.of(new PartnerId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(PartnerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
