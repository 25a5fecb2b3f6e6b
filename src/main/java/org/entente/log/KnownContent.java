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
 * @param digest SHA-256, white space between tokens aside
 * @param classes the classes of the entries that assert it, those still to be sequenced included
 */
public record KnownContent(long contentId, StixId id, Instant version, byte[] digest, Set<Integer> classes) {
    public KnownContent {
        classes = Set.copyOf(classes);
    }
}
