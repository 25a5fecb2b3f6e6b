package org.entente.partner;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import org.entente.audit.Actor;
import org.entente.audit.Origin;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Tells the audit trail who makes each request. */
@ApplicationScoped
class ActorFilter {

    private final SecurityIdentity identity;

    ActorFilter(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** After authentication; nobody is told of who has not signed in. */
    @ServerRequestFilter
    void tell() {
        @Nullable Caller caller = identity.getAttribute(Caller.ATTRIBUTE);
        if (caller != null) {
            Origin.enter(actor(caller));
        }
    }

    private static Actor actor(Caller caller) {
        return caller instanceof Caller.OperatorCaller operator
                ? Actor.of(operator.operator())
                : new Actor(Actor.Kind.PARTNER, caller.name());
    }
}
