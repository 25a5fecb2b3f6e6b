package org.entente.standalone;

import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The ports that HTTP and HTTPS are bound to, known once they listen; they differ from the configured ones where those are 0. */
@ApplicationScoped
class ListeningPorts {
    private final boolean expectsHttp;
    private final boolean expectsHttps;
    private final CompletableFuture<Optional<Integer>> http = new CompletableFuture<>();
    private final CompletableFuture<Optional<Integer>> https = new CompletableFuture<>();

    ListeningPorts(
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled") String insecureRequests,
            @ConfigProperty(name = "quarkus.http.ssl.certificate.files") Optional<String> certificate) {
        this.expectsHttp = !"disabled".equalsIgnoreCase(insecureRequests);
        this.expectsHttps = certificate.isPresent();
    }

    /** Completes when all that is configured listens. */
    CompletionStage<Ports> known() {
        if (!expectsHttp) {
            http.complete(Optional.empty());
        }
        if (!expectsHttps) {
            https.complete(Optional.empty());
        }
        return http.thenCombine(https, Ports::new);
    }

    void httpStarted(@ObservesAsync HttpServerStart event) {
        http.complete(Optional.of(bound(event.options(), "quarkus.http.port", "quarkus.http.test-port")));
    }

    void httpsStarted(@ObservesAsync HttpsServerStart event) {
        https.complete(Optional.of(bound(event.options(), "quarkus.http.ssl-port", "quarkus.http.test-ssl-port")));
    }

    private static int bound(HttpServerOptions options, String property, String testProperty) {
        if (options.getPort() > 0) {
            return options.getPort();
        }
        // Where a free port was asked for, Quarkus leaves the one it got in a system property before it fires the
        // event.
        Integer port = Integer.getInteger(property, Integer.getInteger(testProperty));
        if (port == null) {
            throw new IllegalStateException("The bound port is not known: " + property);
        }
        return port;
    }

    /** Either is empty where nothing of that kind is configured. */
    record Ports(Optional<Integer> http, Optional<Integer> https) {}
}
