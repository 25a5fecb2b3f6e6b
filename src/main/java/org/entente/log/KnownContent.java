package org.entente.log;

import java.time.Instant;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * A content the exchange has already.
 *
 * @param contentId for {@link LogWriter#contents}
 * @param id the object
 * @param version of it
 * @param digest SHA-256 of the content as it is
 * @param classes the classes of the entries that assert it, and of the submitter's own that are still to be sequenced
 */
public record KnownContent(long contentId, StixId id, Instant version, byte[] digest, Set<Integer> classes) {
    public KnownContent {
        classes = Set.copyOf(classes);
    }
}
