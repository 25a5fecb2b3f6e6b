package org.entente.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Traces whose spans stay here. */
public final class TracesInMemory {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Traces traces;

    /** @param ratio of what is traced */
    public TracesInMemory(double ratio) {
        this.traces = new Traces(Clock.systemUTC(), SpanPipeline.provider(SimpleSpanProcessor.create(spans), ratio));
    }

    /** To be given to what is tested. */
    public Traces traces() {
        return traces;
    }

    /** A request that is traced. */
    public TraceStep request() {
        return traces.request("POST", null);
    }

    /** What ended, in that order. */
    List<SpanData> spans() {
        return spans.getFinishedSpanItems();
    }

    /** Names of what ended, in that order. */
    public List<String> names() {
        return spans().stream().map(SpanData::getName).toList();
    }

    /** What a step of that name said of itself, the last one where there are several. */
    public Map<String, Object> said(String name) {
        SpanData span = spans().stream()
                .filter(one -> one.getName().equals(name))
                .reduce((first, second) -> second)
                .orElseThrow();
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().getKey(), Map.Entry::getValue));
    }

    /** How many were undone. */
    public long spansThatWereTakenBack() {
        return spans().stream()
                .filter(span ->
                        Boolean.TRUE.equals(span.getAttributes().get(AttributeKey.booleanKey("entente.taken_back"))))
                .count();
    }

    /** Of all that ended. */
    public List<String> traceIds() {
        return spans().stream().map(SpanData::getTraceId).distinct().toList();
    }
}
