package org.entente.partner;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.http.BodyOwner;
import org.entente.http.MeantPath;
import org.entente.partner.Allowances.Kind;
import org.entente.partner.Caller.OperatorCaller;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Holds every request of the REST layer against what its caller may ask, once it is known who that is and before its body is read.
 * Thread safe.
 */
@ApplicationScoped
class RateFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> SIGN_INS = Set.of("/api/v1/tokens", "/console/sign-in");

    private final Allowances allowances;

    RateFilter(Allowances allowances) {
        this.allowances = allowances;
    }

    /** Before bodies are read, which is at the priority of all filters that name none. */
    @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
    void admit(RoutingContext context) {
        @Nullable Caller caller = caller(context);
        String name = caller == null ? address(context) : name(caller);
        Kind kind = kind(context);
        allowances.take(kind, name, System.nanoTime());
        if (caller != null) {
            new BodyOwner(caller instanceof OperatorCaller ? BodyOwner.Kind.OPERATOR : BodyOwner.Kind.PARTNER, name)
                    .note(context);
        }
        // A stranger's post is refused in a moment, and must not take the room of those who may.
        if (kind == Kind.POSTS && caller != null) {
            begin(context, name, caller instanceof OperatorCaller);
        }
    }

    private void begin(RoutingContext context, String name, boolean isOperator) {
        Runnable over = isOperator ? allowances.beginOfOperator(name) : allowances.beginOfPartner(name);
        // A connection may end, and then fail too.
        AtomicBoolean ended = new AtomicBoolean();
        context.addEndHandler(end -> {
            if (ended.compareAndSet(false, true)) {
                over.run();
            }
        });
    }

    private static Kind kind(RoutingContext context) {
        if (READS.contains(context.request().method().name())) {
            return Kind.READS;
        }
        return SIGN_INS.contains(MeantPath.of(context)) ? Kind.SIGN_INS : Kind.POSTS;
    }

    private static @Nullable Caller caller(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                ? user.getSecurityIdentity().getAttribute(Caller.ATTRIBUTE)
                : null;
    }

    /** Partners, operators and addresses may be spelled alike and are told apart by what stands before. */
    private static String name(Caller caller) {
        return (caller instanceof OperatorCaller ? "operator " : "partner ") + caller.name();
    }

    private static String address(RoutingContext context) {
        @Nullable SocketAddress remote = context.request().remoteAddress();
        return "address " + (remote == null ? "" : CallerAddress.of(remote.hostAddress()));
    }
}
