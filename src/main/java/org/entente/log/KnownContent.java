package org.entente.log;

import java.time.Instant;
import java.util.Map;
import org.entente.stix.StixId;

/**
 * A content the exchange has already.
 *
 * @param contentId for {@link LogWriter#contents}
 * @param id the object
 * @param version of it
 * @param digest SHA-256 of the content as it is
 * @param classes the classes of the entries that assert it, each with the date the first of them was added; of the
 *     submitter's own that are still to be sequenced too, those as if added at {@link Instant#EPOCH}
 */
public record KnownContent(long contentId, StixId id, Instant version, byte[] digest, Map<Integer, Instant> classes) {
    public KnownContent {
        classes = Map.copyOf(classes);
    }
}
