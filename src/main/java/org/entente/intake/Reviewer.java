package org.entente.intake;

import org.entente.audit.Actor;
import org.entente.audit.Origin;
import org.entente.party.OperatorId;

/**
 * The operator who acts on what is held.
 *
 * @param operator who
 * @param origin by which request, for the audit trail
 */
public record Reviewer(OperatorId operator, Origin origin) {

    /** In the request that is being answered; to be asked before the first asynchronous step. */
    public static Reviewer of(OperatorId operator) {
        return new Reviewer(operator, Origin.current().by(Actor.of(operator)));
    }
}
