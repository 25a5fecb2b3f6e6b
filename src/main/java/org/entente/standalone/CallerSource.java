package org.entente.standalone;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * Whoever knows the credentials that {@code access.json} is to hold; any number of beans may.
 *
 * <p>Asked once at every start, when HTTP already answers. A failure, or no answer within a minute, leaves the exchange not
 * ready and says why in the log.
 */
public interface CallerSource {
    /** The callers to write, by name; sources are asked and written in no particular order, each map in its own. */
    Uni<Map<String, AccessDocument.Caller>> callers();
}
