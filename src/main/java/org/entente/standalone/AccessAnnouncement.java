package org.entente.standalone;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Writes {@code access.json} once the exchange listens and its callers are known, and says on the console what to type next.
 *
 * <p>Readiness waits for it: a script that waited for {@code /q/health/ready} may read the file. With external services there
 * is no such file, and this does nothing.
 */
@Readiness
@ApplicationScoped
class AccessAnnouncement implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(AccessAnnouncement.class);
    private static final Duration CALLERS_TIMEOUT = Duration.ofMinutes(1);

    private final Optional<Path> dataDir;
    private final String kafka;
    private final ListeningPorts ports;
    private final Instance<CallerSource> sources;
    private volatile boolean written;

    AccessAnnouncement(
            @ConfigProperty(name = "entente.standalone.data-dir") Optional<Path> dataDir,
            @ConfigProperty(name = "entente.kafka.client.bootstrap-servers") Optional<String> kafka,
            ListeningPorts ports,
            @Any Instance<CallerSource> sources) {
        this.dataDir = dataDir;
        this.kafka = kafka.orElse("");
        this.ports = ports;
        this.sources = sources;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("access file")
                .status(dataDir.isEmpty() || written)
                .build();
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (dataDir.isEmpty()) {
            return;
        }
        AccessFile.remove(dataDir.get());
        Uni.createFrom()
                .completionStage(ports::known)
                .chain(bound -> callers().map(callers -> document(bound, callers)))
                .ifNoItem()
                .after(CALLERS_TIMEOUT)
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(document -> write(dataDir.get(), document))
                .subscribe()
                .with(
                        document -> LOG.info(Greeting.of(document, dataDir.get())),
                        failure -> LOG.error(
                                "The access file could not be written; the exchange stays not ready", failure));
    }

    private Uni<Map<String, AccessDocument.Caller>> callers() {
        Uni<Map<String, AccessDocument.Caller>> all = Uni.createFrom().item(LinkedHashMap::new);
        for (CallerSource source : sources) {
            all = all.call(collected -> source.callers().invoke(collected::putAll));
        }
        return all;
    }

    private AccessDocument document(ListeningPorts.Ports bound, Map<String, AccessDocument.Caller> callers) {
        Optional<String> http = bound.http().map(port -> "http://localhost:" + port);
        Optional<String> https = bound.https().map(port -> "https://localhost:" + port);
        String base = http.or(() -> https).orElseThrow();
        return new AccessDocument(http.orElse(null), https.orElse(null), base + "/taxii2/", kafka, callers);
    }

    private void write(Path directory, AccessDocument document) {
        try {
            AccessFile.write(directory, document);
            written = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
