package org.entente.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From a span that ended to the collector: gathered, bounded, dropped where the collector is too slow. */
final class SpanPipeline {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GATHERING = Duration.ofSeconds(1);

    /** About a kilobyte each. */
    private static final int SPANS_WAITING_MAX = 4096;

    private SpanPipeline() {}

    /**
     * Null where no endpoint is set.
     *
     * @throws IllegalArgumentException with a sentence, for a setting that cannot be
     */
    static @Nullable SdkTracerProvider of(TracesConfig config) {
        if (config.endpoint().isEmpty()) {
            return null;
        }
        check(config, config.endpoint().get());
        return provider(
                BatchSpanProcessor.builder(new SpanExport(
                                exporter(config, config.endpoint().get())))
                        .setMaxQueueSize(SPANS_WAITING_MAX)
                        .setScheduleDelay(GATHERING)
                        .setExporterTimeout(SEND_TIMEOUT)
                        .build(),
                config.ratio());
    }

    /** What a caller's request says of sampling is never asked; what this exchange began it goes on with. */
    static SdkTracerProvider provider(SpanProcessor processor, double ratio) {
        Resource exchange = Resource.builder()
                .put(AttributeKey.stringKey("service.name"), "entente")
                .put(
                        AttributeKey.stringKey("service.instance.id"),
                        UUID.randomUUID().toString())
                .build();
        return SdkTracerProvider.builder()
                .setResource(exchange)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(processor)
                .build();
    }

    private static void check(TracesConfig config, URI endpoint) {
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme()))
                || endpoint.getHost() == null
                || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "entente.traces.endpoint must be an http or https address without a user,"
                            + " such as https://collector.example:4318/v1/traces");
        }
        if (!(config.ratio() >= 0 && config.ratio() <= 1)) {
            throw new IllegalArgumentException("entente.traces.ratio must be 0 to 1; it is " + config.ratio());
        }
        if (config.authorization().isPresent() && !endpoint.getScheme().equals("https")) {
            throw new IllegalArgumentException(
                    "entente.traces.authorization is a secret: set an https address in entente.traces.endpoint");
        }
    }

    private static SpanExporter exporter(TracesConfig config, URI endpoint) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setTimeout(SEND_TIMEOUT)
                .setCompression("gzip");
        config.authorization().ifPresent(value -> builder.addHeader("Authorization", value));
        config.trustedCertificates().ifPresent(file -> builder.setTrustedCertificates(read(file)));
        return builder.build();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "entente.traces.trusted-certificates names a file that cannot be read: " + file, unreadable);
        }
    }
}
