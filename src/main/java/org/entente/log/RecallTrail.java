package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.Actor;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.party.OperatorId;

/** Recalls, whatever their cause, in the audit trail. */
@ApplicationScoped
class RecallTrail {

    private final AuditLog audit;

    RecallTrail(AuditLog audit) {
        this.audit = audit;
    }

    /** Notes a recall in the transaction that makes it. */
    Uni<Void> note(SqlConnection transaction, Origin asked, RecallAct act) {
        Map<String, String> details = act.object()
                .map(object -> Map.of("cause", act.cause().label(), "object", object.toString()))
                .orElseGet(() -> Map.of("cause", act.cause().label()));
        return audit.note(
                transaction,
                asked.by(actor(act)),
                Act.of(Action.RECALL_MADE, new Subject("recall", act.id().toString()))
                        .because(act.reason())
                        .with(details));
    }

    /** A submitter is not named: its policy may let nobody know what it sent in, and the recall names it where it may be. */
    private static Actor actor(RecallAct act) {
        return switch (act.cause()) {
            case OPERATOR -> Actor.of(new OperatorId(act.madeBy()));
            case SUBMITTER -> Actor.SOME_PARTNER;
            case MARKING, POLICY -> Actor.SYSTEM;
        };
    }
}
