package org.entente.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.resteasy.reactive.server.runtime.observability.ObservabilityIntegrationRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Under which address a request is counted that was refused before it got there: without what varies, or whoever asks could make a
 * series of figures out of each id, and crowd out others. Thread safe.
 *
 * <p>The framework finds that out for every request that is signed on, should it fail later, from a table of all addresses that it makes anew
 * each time. It leaves alone who has a failure handler of their own, so here is one.
 */
@ApplicationScoped
class AddressTemplates {

    private static final Logger LOG = Logger.getLogger(AddressTemplates.class);

    /** As authentication, and so right behind it: what has the same is called in the order in which it was registered. */
    private static final int PRIORITY = 200;

    /** What the framework's own does. */
    static final BiConsumer<RoutingContext, Throwable> FAILURES = (context, failure) -> {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(context, failure);
        if (!context.failed()) {
            context.fail(DefaultAuthFailureHandler.extractRootCause(failure));
        }
    };

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, FAILURES);
                    context.next();
                },
                PRIORITY);
    }

    /** Before it is answered. */
    static void find(RoutingContext refused) {
        try {
            ObservabilityIntegrationRecorder.setTemplatePath(refused, ResteasyReactiveRecorder.getCurrentDeployment());
        } catch (RuntimeException unreadable) {
            LOG.debugf("An address has no template; %s", unreadable.getMessage());
        }
    }
}
