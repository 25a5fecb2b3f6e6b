package org.entente.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Begins what is traced. Thread safe; never blocks, and never fails because a collector does. */
@ApplicationScoped
public class Traces {

    static final String SCOPE = "org.entente";

    private static final String CURRENT = "entente.trace";

    /** Spans that wait to be sent when the exchange stops get so long. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private static final int AFTER_EVERYTHING_ELSE = 10_000;

    private final @Nullable SdkTracerProvider provider;
    private final Tracer tracer;
    private final Clock clock;

    @Inject
    Traces(TracesConfig config, Clock clock) {
        this(clock, SpanPipeline.of(config));
    }

    Traces(Clock clock, @Nullable SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = (provider == null ? TracerProvider.noop() : provider).get(SCOPE);
        this.clock = clock;
    }

    /** Where nothing is traced. */
    public static Traces off() {
        return new Traces(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), null);
    }

    /** Whether anything is traced on this instance. What costs something for a trace is not done where it is not. */
    public boolean isOn() {
        return provider != null;
    }

    /** The step of the request that is being answered on this Vert.x context. */
    public TraceStep current() {
        if (!isOn() || !VertxContext.isOnDuplicatedContext()) {
            return TraceStep.NONE;
        }
        TraceStep found = ContextLocals.get(CURRENT, null);
        return found == null ? TraceStep.NONE : found;
    }

    static void makeCurrent(TraceStep step) {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(CURRENT, step);
        }
    }

    /** The time, for a step of which it is known only afterwards that it is traced. */
    public Instant now() {
        return clock.instant();
    }

    /** Continues what was traced before. */
    public TraceStep continued(TraceParent parent, Stage stage) {
        return started(child(parent, stage));
    }

    /** The same, of a step that began before. */
    public TraceStep continued(TraceParent parent, Stage stage, Instant began) {
        return started(child(parent, stage).setStartTimestamp(began));
    }

    private SpanBuilder child(TraceParent parent, Stage stage) {
        return tracer.spanBuilder(stage.label()).setParent(Context.root().with(Span.wrap(parent.context())));
    }

    /**
     * A request, which begins a trace of its own. Where its sender has one too this links to it: neither the ids nor whether
     * anything is traced is for a caller to choose.
     */
    TraceStep request(String method, @Nullable String offered) {
        SpanBuilder builder = tracer.spanBuilder(method).setNoParent().setSpanKind(SpanKind.SERVER);
        TraceParent.context(offered).ifPresent(builder::addLink);
        return started(builder);
    }

    private TraceStep started(SpanBuilder builder) {
        return new TraceStep(tracer, builder.startSpan());
    }

    void stop(@Observes @Priority(AFTER_EVERYTHING_ELSE) ShutdownEvent event) {
        if (provider != null) {
            provider.shutdown().join(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
