package org.entente.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Under which address a request is counted that was answered before it got there: without what varies, or whoever asks could make a
 * series of figures out of each id, and crowd out others. Thread safe.
 *
 * <p>The framework finds that out for every request that is signed on, should it fail later, from a table of all addresses that it makes anew
 * each time. It leaves alone who has a failure handler of their own, so here is one.
 */
@ApplicationScoped
class AddressTemplates {

    /** Where the REST layer keeps the one that it found, for figures and traces. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Of what was refused and is no address at all. */
    private static final String UNKNOWN = "/unknown";

    private static final int REFUSED = 400;

    /** Counted as such by the framework, whatever was asked for. */
    private static final int NOT_FOUND = 404;

    /** In place of an address, ours and the framework's. */
    private static final Set<String> CONSTANTS = Set.of(UNKNOWN, "NOT_FOUND", "REDIRECTION", "root", "UNKNOWN");

    /** Not counted by the framework. */
    private static final String MANAGEMENT = "/q/";

    private static final Logger LOG = Logger.getLogger(AddressTemplates.class);

    /** As authentication, and so right behind it: what has the same is called in the order in which it was registered. */
    private static final int BEHIND_AUTHENTICATION = 200;

    /** What the framework's own does. */
    static final BiConsumer<RoutingContext, Throwable> FAILURES = (context, failure) -> {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(context, failure);
        if (!context.failed()) {
            context.fail(DefaultAuthFailureHandler.extractRootCause(failure));
        }
    };

    private final Addresses addresses;

    AddressTemplates(Addresses addresses) {
        this.addresses = addresses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, RequestGuard.PRIORITY + 1);
        filters.register(AddressTemplates::takeFailures, BEHIND_AUTHENTICATION);
    }

    private void watch(RoutingContext context) {
        Context home = Vertx.currentContext();
        context.addHeadersEndHandler(head -> {
            if (home.getLocal(TEMPLATE) == null) {
                find(context, home);
            }
        });
        context.next();
    }

    /** An answer does not fail for how it is counted. */
    private void find(RoutingContext context, Context home) {
        @Nullable String path = context.request().path();
        int status = context.response().getStatusCode();
        if (path == null || path.startsWith(MANAGEMENT)) {
            return;
        }
        try {
            Optional<String> found = addresses.template(path);
            if (found.isPresent() || status >= REFUSED && status != NOT_FOUND) {
                home.putLocal(TEMPLATE, found.orElse(UNKNOWN));
            }
        } catch (RuntimeException unexpected) {
            LOG.warnf(unexpected, "The address of a request was not found out; status=%d", status);
        }
    }

    /** What the framework counts by the path as it was sent: connections that end, and what is no request, before any of this is asked. */
    @Produces
    @Singleton
    MeterFilter withoutWhatVaries() {
        return MeterFilter.deny(this::varies);
    }

    private boolean varies(Meter.Id meter) {
        @Nullable String address = meter.getTag("uri");
        return meter.getName().equals("http.server.requests")
                && address != null
                && !CONSTANTS.contains(address)
                && !isAnswered(meter.getTag("status"))
                && !addresses.hasTemplate(address);
    }

    /** Then it is the address of something, a file maybe. */
    private static boolean isAnswered(@Nullable String status) {
        return status != null && (status.startsWith("2") || status.startsWith("3"));
    }

    private static void takeFailures(RoutingContext context) {
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, FAILURES);
        context.next();
    }
}
