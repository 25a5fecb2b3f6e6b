package org.entente.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {

    private static final String CALLERS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OFFERED = "00-" + CALLERS + "-00f067aa0ba902b7-01";

    private final TracesInMemory all = new TracesInMemory(1);

    @Test
    void callerNeitherChoosesIdsNorIsForgotten() {
        // When
        all.traces().request("POST", OFFERED).end();

        // Then
        SpanData span = all.spans().get(0);
        assertThat(span.getTraceId()).isNotEqualTo(CALLERS);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getLinks())
                .extracting(LinkData::getSpanContext)
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.getTraceId()).isEqualTo(CALLERS);
                    assertThat(link.getTraceState().isEmpty()).isTrue();
                });
    }

    @Test
    void callerThatIsTracedItselfIsTracedNoMoreOftenThanOthers() {
        TracesInMemory none = new TracesInMemory(0);

        TraceStep step = none.traces().request("POST", OFFERED);

        assertThat(step.isTraced()).isFalse();
        assertThat(step.parent()).isEmpty();
        assertThat(step.begin(Stage.VALIDATE)).isSameAs(TraceStep.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-" + CALLERS + "-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + CALLERS + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-" + CALLERS + "-00f067aa0ba902b7-01",
                "00-" + CALLERS + "-00f067aa0ba902b7-01-more",
            })
    void whatIsNoTraceparentIsLinkedToNothing(String offered) {
        all.traces().request("GET", offered).end();

        assertThat(all.spans().get(0).getLinks()).isEmpty();
        assertThatThrownBy(() -> new TraceParent(offered)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stepOnAnotherInstanceIsPartOfTheSameTrace() {
        // Given another instance, which by itself would trace nothing
        TracesInMemory other = new TracesInMemory(0);
        TraceStep request = all.request();
        String written = request.parent().orElseThrow().text();
        request.end();

        // When
        other.traces().continued(new TraceParent(written), Stage.RELAY).end();

        // Then
        assertThat(other.traceIds()).isEqualTo(all.traceIds());
        assertThat(other.spans().get(0).getParentSpanId())
                .isEqualTo(all.spans().get(0).getSpanId());
    }

    @Test
    void failureIsToldByItsKindAndNotByWhatItSays() {
        // When
        Uni<Void> work = all.request()
                .around(
                        Stage.APPEND,
                        step -> Uni.createFrom().failure(new IllegalStateException("indicator of a partner")));
        work.onFailure().recoverWithNull().await().indefinitely();

        // Then
        SpanData span = all.spans().get(0);
        assertThat(all.said("append")).containsOnly(Map.entry("error.type", "java.lang.IllegalStateException"));
        assertThat(span.getEvents()).isEmpty();
        assertThat(span.getStatus().getDescription()).isEmpty();
    }

    @Test
    void whereNothingIsTracedWorkIsDoneAsItWouldBeWithoutTraces() {
        Uni<Integer> work = Uni.createFrom().item(1);

        assertThat(Traces.off().isOn()).isFalse();
        assertThat(TraceStep.NONE.<Integer>around(Stage.APPEND, step -> work)).isSameAs(work);
        assertThat(TraceStep.NONE.parent()).isEmpty();
    }

    @Test
    void instanceIsNamedWithoutSayingWhereItRuns() {
        all.request().end();

        assertThat(all.spans().get(0).getResource().getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("service.name"), "entente")
                .containsOnlyKeys(
                        AttributeKey.stringKey("service.name"), AttributeKey.stringKey("service.instance.id"));
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, collector:4318, entente.traces.endpoint must be",
        "endpoint, ftp://collector.example/, entente.traces.endpoint must be",
        "endpoint, https://user:word@collector.example/v1/traces, entente.traces.endpoint must be",
        "ratio, 1.5, entente.traces.ratio must be 0 to 1",
        "ratio, NaN, entente.traces.ratio must be 0 to 1",
        "authorization, Bearer x, entente.traces.authorization is a secret",
        "trusted-certificates, /nowhere.pem, entente.traces.trusted-certificates names a file",
    })
    void settingThatCannotBeIsRefusedWithASentence(String name, String value, String sentence) {
        Map<String, String> settings = name.equals("endpoint")
                ? Map.of(name, value)
                : Map.of("endpoint", "http://127.0.0.1:4318/v1/traces", name, value);

        assertThatThrownBy(() -> new Traces(config(settings), Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void withoutAnEndpointNothingIsTraced() {
        assertThat(new Traces(config(Map.of("ratio", "1")), Clock.systemUTC()).isOn())
                .isFalse();
    }

    private static TracesConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(TracesConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("entente.traces." + name, value));
        return builder.build().getConfigMapping(TracesConfig.class);
    }
}
