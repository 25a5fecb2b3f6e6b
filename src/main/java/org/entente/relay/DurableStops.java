package org.entente.relay;

import java.util.Set;
import org.entente.log.LogEntry;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/** Stops kept in the quarantine, for shard threads. */
final class DurableStops implements Stops {

    private static final Logger LOG = Logger.getLogger(DurableStops.class);

    private final Quarantine quarantine;
    private final Answers answers;

    DurableStops(Quarantine quarantine, Answers answers) {
        this.quarantine = quarantine;
        this.answers = answers;
    }

    @Override
    public void stop(PartnerId partner, LogEntry entry, String objection) {
        if (answers.of(quarantine.open(partner, entry, objection))) {
            LOG.errorf(
                    "A record is quarantined and its recipient's delivery is stopped until an operator decides"
                            + " partnerId=%s objectId=%s objection=%s",
                    partner, entry.id(), objection);
        }
    }

    @Override
    public Set<PartnerId> stopped() {
        return answers.of(quarantine.stopped());
    }

    @Override
    public boolean isWithheld(PartnerId partner, long position) {
        return answers.of(quarantine.isWithheld(partner, position));
    }
}
