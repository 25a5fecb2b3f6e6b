package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.entente.trace.TraceParent;

/** Where traced submissions are in the log, for whoever does something with its entries. Thread safe. */
@FunctionalInterface
public interface LogTraces {

    /**
     * Neighbouring entries of one traced submission.
     *
     * @param trace what they came by
     * @param first position
     * @param last position, inclusive
     */
    record Stretch(TraceParent trace, long first, long last) {}

    /**
     * Those of which something is between two positions, both inclusive; of what was appended in the last day. Fails after a time
     * limit.
     */
    Uni<List<Stretch>> between(long first, long last);
}
