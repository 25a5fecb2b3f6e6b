package org.entente.audit;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.Optional;
import org.entente.http.RequestId;

/**
 * Whence an act comes.
 *
 * @param actor who does it
 * @param request the request that asked for it; empty where the exchange acts by itself
 */
public record Origin(Actor actor, Optional<String> request) {

    /** The exchange, asked by nobody. */
    public static final Origin SYSTEM = new Origin(Actor.SYSTEM, Optional.empty());

    private static final String ACTOR = "entente.audit.actor";

    /** Says who makes the request that is being answered; for whoever authenticates. */
    public static void enter(Actor actor) {
        ContextLocals.put(ACTOR, actor);
    }

    /**
     * That of the request that is being answered. To be asked on its context: whoever goes elsewhere to work takes it along.
     * Where there is no request it is the exchange's own.
     */
    public static Origin current() {
        return VertxContext.isOnDuplicatedContext()
                ? new Origin(ContextLocals.<Actor>get(ACTOR).orElse(Actor.SYSTEM), RequestId.current())
                : SYSTEM;
    }

    /** The same request, by somebody else's hand. */
    public Origin by(Actor other) {
        return new Origin(other, request);
    }
}
