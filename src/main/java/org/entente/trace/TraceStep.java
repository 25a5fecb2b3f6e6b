package org.entente.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of what is traced, or {@link #NONE}, which costs nothing. Thread safe. Whoever begins a step ends it, once, in one of the
 * three ways; what is called after that has no effect.
 */
public final class TraceStep {

    /** Where nothing is traced. */
    public static final TraceStep NONE = new TraceStep(TracerProvider.noop().get(Traces.SCOPE), Span.getInvalid());

    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Boolean> TAKEN_BACK = AttributeKey.booleanKey("entente.taken_back");

    private final Tracer tracer;
    private final Span span;

    TraceStep(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    Span span() {
        return span;
    }

    /** Whether anybody is told of it. */
    public boolean isTraced() {
        return span.getSpanContext().isSampled();
    }

    /** By which later steps are put under this one; empty where it is not traced. */
    public Optional<TraceParent> parent() {
        return isTraced() ? Optional.of(TraceParent.of(span.getSpanContext())) : Optional.empty();
    }

    /** Begins a step within this one. */
    public TraceStep begin(Stage stage) {
        return isTraced()
                ? new TraceStep(
                        tracer,
                        tracer.spanBuilder(stage.label())
                                .setParent(Context.root().with(span))
                                .startSpan())
                : NONE;
    }

    /** Does something as a step within this one, which ends as that does. */
    public <T> Uni<T> around(Stage stage, Function<TraceStep, Uni<T>> work) {
        if (!isTraced()) {
            return work.apply(NONE);
        }
        return Uni.createFrom().deferred(() -> {
            TraceStep step = begin(stage);
            return work.apply(step)
                    .onItem()
                    .invoke(step::end)
                    .onFailure()
                    .invoke(step::failed)
                    .onCancellation()
                    .invoke(step::end);
        });
    }

    /** Says a number. */
    public TraceStep with(Figure figure, long value) {
        span.setAttribute(figure.key(), value);
        return this;
    }

    /** It is done. */
    public void end() {
        span.end();
    }

    /** It failed. The kind of failure is told, and never its message, which may quote what somebody sent. */
    public void failed(Throwable failure) {
        span.setAttribute(ERROR_TYPE, failure.getClass().getName());
        span.setStatus(StatusCode.ERROR);
        span.end();
    }

    /** It was undone as a whole and will be done again. */
    public void takenBack() {
        span.setAttribute(TAKEN_BACK, true);
        span.end();
    }
}
