package org.entente.log;

import java.time.Instant;
import org.entente.stix.StixId;

/**
 * One partner's assertion of one object, ready to be appended.
 *
 * @param id the object
 * @param version {@code modified}, else {@code created}, else {@link Instant#EPOCH}; kept to the microsecond
 * @param digest SHA-256 of the content as it is
 * @param content the bytes as submitted; shared, not to be changed
 * @param stated the class as submitted, without ties
 * @param references what it refers to
 */
public record Assertion(
        StixId id, Instant version, byte[] digest, byte[] content, ReleaseClass stated, References references) {

    /** The same assertion with these references, and the class they make it. */
    public Assertion referringTo(References changed, ReleaseClass classed) {
        return new Assertion(id, version, digest, content, classed, changed);
    }
}
