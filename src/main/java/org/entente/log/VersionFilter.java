package org.entente.log;

import java.time.Instant;
import java.util.Set;

/**
 * Which versions of each object a page holds (TAXII 2.1 §3.4, {@code match[version]}). First and last are among the
 * versions the reader may see.
 */
public sealed interface VersionFilter {

    /** Every version. */
    record All() implements VersionFilter {}

    /**
     * Any of the named ones.
     *
     * @param first the oldest visible version
     * @param last the newest visible version
     * @param exact these versions
     */
    record Any(boolean first, boolean last, Set<Instant> exact) implements VersionFilter {
        public Any {
            exact = Set.copyOf(exact);
        }
    }

    /** The default: the newest visible version. */
    VersionFilter LAST = new Any(false, true, Set.of());
}
