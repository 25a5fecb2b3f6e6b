package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.trace.TraceParent;

/**
 * What recalls and replays came by that were asked for in a traced request, for whoever tells partners of them later, on whatever instance;
 * forgotten after a day. Thread safe. Nothing is decided by it: no call fails, or takes longer than about a second. Answers
 * on any thread.
 */
public interface ActTraces {

    /** To be called before anybody can be told of it. */
    Uni<Void> keep(UUID act, TraceParent trace);

    /** Of a recall or replay. */
    Uni<Optional<TraceParent>> of(UUID act);

    /** Of the recalls that partners are told of by some notices, by these. */
    Uni<Map<UUID, TraceParent>> ofNotices(Collection<UUID> notices);
}
