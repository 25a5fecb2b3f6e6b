package org.entente.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Sends spans, and says once when they do not arrive and once when they do again. Thread safe. */
final class SpanExport implements SpanExporter {

    private static final Logger LOG = Logger.getLogger(SpanExport.class);

    private final SpanExporter exporter;
    private final AtomicBoolean failing = new AtomicBoolean();

    SpanExport(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = exporter.export(spans);
        return sent.whenComplete(() -> tell(sent));
    }

    private void tell(CompletableResultCode sent) {
        boolean failed = !sent.isSuccess();
        if (failing.getAndSet(failed) != failed) {
            if (failed) {
                LOG.warn(
                        "The collector of traces does not take spans; they are dropped, and nothing else is affected",
                        sent.getFailureThrowable());
            } else {
                LOG.info("The collector of traces takes spans again");
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
