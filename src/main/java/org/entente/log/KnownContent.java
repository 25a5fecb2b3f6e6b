package org.entente.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * A content the exchange has already.
 *
 * @param contentId for {@link LogWriter#contents}
 * @param id the object
 * @param version of it
 * @param digest SHA-256 of the content as it is
 * @param classes the classes of the entries that assert it, each with the first of them; of the submitter's own that are still
 *     to be sequenced too, those as if added at {@link Instant#EPOCH}
 */
public record KnownContent(long contentId, StixId id, Instant version, byte[] digest, Map<Integer, First> classes) {
    public KnownContent {
        classes = Map.copyOf(classes);
    }

    /**
     * The first entry under a class.
     *
     * @param dateAdded when
     * @param members of a container, as {@link Links#members}
     */
    public record First(Instant dateAdded, Map<StixId, List<Set<Integer>>> members) {
        public First {
            members = Map.copyOf(members);
        }

        /** Nothing that could be trimmed. */
        public static First at(Instant dateAdded) {
            return new First(dateAdded, Map.of());
        }
    }
}
