package org.entente.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Makes a step of each request, from its head to the end of its answer. Of its address only the route is told, with the names of its
 * parameters in place of what they are; of its caller nothing. Thread safe.
 */
@ApplicationScoped
class HttpSteps {

    /** Before whatever may refuse a request. */
    private static final int PRIORITY = 20_000;

    /** Where the REST layer keeps the route that it found, for its own figures. */
    private static final String ROUTE = "UrlPathTemplate";

    /** Health and figures are asked every few seconds. */
    private static final String MANAGEMENT = "/q/";

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String OTHER = "_OTHER";

    private static final AttributeKey<String> METHOD_KEY = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE_KEY = AttributeKey.stringKey("http.route");

    private static final int SERVER_ERRORS = 500;

    private final Traces traces;

    HttpSteps(Traces traces) {
        this.traces = traces;
    }

    void register(@Observes Filters filters) {
        if (traces.isOn()) {
            filters.register(this::begin, PRIORITY);
        }
    }

    private void begin(RoutingContext context) {
        @Nullable String path = context.request().path();
        if (path == null || !path.startsWith(MANAGEMENT)) {
            String named = context.request().method().name();
            String method = METHODS.contains(named) ? named : OTHER;
            TraceStep step = traces.request(method, context.request().getHeader("traceparent"));
            if (step.isTraced()) {
                follow(context, method, step);
            }
        }
        context.next();
    }

    private static void follow(RoutingContext context, String method, TraceStep step) {
        Traces.makeCurrent(step);
        MDC.put("traceId", step.span().getSpanContext().getTraceId());
        MDC.put("spanId", step.span().getSpanContext().getSpanId());
        Context home = Vertx.currentContext();
        context.addEndHandler(end -> ended(context.response(), method, step, home.getLocal(ROUTE)));
    }

    private static void ended(HttpServerResponse response, String method, TraceStep step, @Nullable String route) {
        Span span = step.span();
        span.setAttribute(METHOD_KEY, method);
        if (route != null) {
            span.updateName(method + " " + route);
            span.setAttribute(ROUTE_KEY, route);
        }
        // Else nobody waited for the answer.
        if (response.headWritten()) {
            step.with(Figure.STATUS, response.getStatusCode());
            if (response.getStatusCode() >= SERVER_ERRORS) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        step.end();
    }
}
