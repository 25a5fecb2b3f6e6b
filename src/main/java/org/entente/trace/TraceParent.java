package org.entente.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of a trace, by which another continues it, maybe later and on another instance: W3C Trace Context, {@code traceparent}
 * and never {@code tracestate}, which holds what others wrote.
 *
 * @param text version 00
 */
public record TraceParent(String text) {

    private static final Pattern SHAPE = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    /** @throws IllegalArgumentException for what is none */
    public TraceParent {
        if (context(text).isEmpty()) {
            throw new IllegalArgumentException("Not a traceparent");
        }
    }

    static TraceParent of(SpanContext context) {
        return new TraceParent("00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex());
    }

    SpanContext context() {
        return context(text).orElseThrow();
    }

    /** What a text names; empty where it names nothing. */
    static Optional<SpanContext> context(@Nullable String text) {
        Matcher parts = SHAPE.matcher(text == null ? "" : text);
        return parts.matches()
                ? Optional.of(SpanContext.createFromRemoteParent(
                                parts.group(1),
                                parts.group(2),
                                TraceFlags.fromHex(parts.group(3), 0),
                                TraceState.getDefault()))
                        .filter(SpanContext::isValid)
                : Optional.empty();
    }
}
