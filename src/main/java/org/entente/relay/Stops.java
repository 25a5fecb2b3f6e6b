package org.entente.relay;

import java.util.Set;
import org.entente.log.LogEntry;
import org.entente.party.PartnerId;

/** The records that stopped a partner's delivery. Called by shard threads, may block within time limits. */
interface Stops {

    /** Stops the partner's delivery before the entry, durably. Does nothing when it is stopped there. */
    void stop(PartnerId partner, LogEntry entry, String objection);

    /** Partners whose delivery is stopped now. */
    Set<PartnerId> stopped();

    /** Whether an operator decided that the partner does not get the entry. */
    boolean isWithheld(PartnerId partner, long position);
}
