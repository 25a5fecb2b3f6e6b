package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.Actor;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;

/** Notes repairs in the audit trail; and that an operator asked for them, found or not. */
@ApplicationScoped
class AuditedRepairs implements RepairNotes {

    private final Pool pool;
    private final AuditLog audit;
    private final RelayConfig config;

    AuditedRepairs(Pool pool, AuditLog audit, RelayConfig config) {
        this.pool = pool;
        this.audit = audit;
        this.config = config;
    }

    @Override
    public Uni<Void> note(Origin asked, SubscriberUpkeep.Differences found) {
        boolean repaired =
                !found.rulesAdded().isEmpty() || !found.rulesRemoved().isEmpty();
        if (!repaired && asked.actor().equals(Actor.SYSTEM)) {
            return Uni.createFrom().voidItem();
        }
        Act act = Act.of(repaired ? Action.KAFKA_REPAIRED : Action.KAFKA_LOOKED_AT, new Subject("kafka", "drift"))
                .with(Map.of(
                        "rulesAdded", Integer.toString(found.rulesAdded().size()),
                        "rulesRemoved", Integer.toString(found.rulesRemoved().size()),
                        "lackingTopics", Integer.toString(found.lackingTopics().size())));
        return pool.withTransaction(transaction -> audit.note(transaction, asked, act))
                .ifNoItem()
                .after(config.callTimeout())
                .fail();
    }
}
