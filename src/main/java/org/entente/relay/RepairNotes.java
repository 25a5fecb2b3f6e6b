package org.entente.relay;

import io.smallrye.mutiny.Uni;
import org.entente.audit.Origin;

/** Where it is noted that somebody looked at Kafka, and what was repaired. */
@FunctionalInterface
interface RepairNotes {

    Uni<Void> note(Origin asked, SubscriberUpkeep.Differences found);
}
