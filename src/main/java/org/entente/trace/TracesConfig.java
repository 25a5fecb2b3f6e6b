package org.entente.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where traces go, and how much is traced. */
@ConfigMapping(prefix = "entente.traces")
public interface TracesConfig {

    /**
     * The collector's address for spans, OTLP over HTTP, such as {@code https://collector.example:4318/v1/traces}. Nothing is traced
     * unless it is set.
     */
    Optional<URI> endpoint();

    /** Which part of the requests is traced, 0 to 1; drawn by the exchange, whatever a caller says. */
    @WithDefault("0.01")
    double ratio();

    /** What the collector wants in {@code Authorization}. A secret; only with an {@code https} endpoint. */
    Optional<String> authorization();

    /** Certificates, PEM, of the authorities of the collector's certificate; those that Java trusts unless set. */
    Optional<Path> trustedCertificates();
}
