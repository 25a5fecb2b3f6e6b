package org.entente.log;

import java.time.Instant;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * One partner's assertion of one object, ready to be appended.
 *
 * @param id the object
 * @param version {@code modified}, else {@code created}, else {@link Instant#EPOCH}; kept to the microsecond
 * @param digest SHA-256 of the content as it is
 * @param content the bytes as submitted; shared, not to be changed
 * @param stated the class as submitted, without ties
 * @param ties objects it refers to that the same submitter asserts, in the same submission or before
 * @param conditions for each object of others it refers to, the classes by which its submitter knows it: a reader must be
 *     allowed one of them. An object its submitter cannot know from the exchange is in neither
 */
public record Assertion(
        StixId id,
        Instant version,
        byte[] digest,
        byte[] content,
        ReleaseClass stated,
        Set<StixId> ties,
        Set<Set<Integer>> conditions) {
    public Assertion {
        ties = Set.copyOf(ties);
        conditions = Set.copyOf(conditions);
    }

    /** The same assertion with these ties and conditions. */
    public Assertion tiedTo(Set<StixId> own, Set<Set<Integer>> others) {
        return new Assertion(id, version, digest, content, stated, own, others);
    }
}
