package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class KevFeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String version = UUID.randomUUID().toString().substring(0, 8);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Inject
    Kev kev;

    @Inject
    KevReader reader;

    @Inject
    Clock clock;

    private volatile String served = "";
    private HttpServer server;
    private PartnersOverRest rest;

    @BeforeEach
    void serve() throws IOException {
        rest = new PartnersOverRest(DemoAccess.awaited());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void catalogueIsFetchedAndStaysWhereTheNextFetchFails() {
        String catalogue = catalogue();
        served = catalogue;
        KevFeed feed = new KevFeed(kev, reader, settings(), clock, meters);
        assertThat(gauge("entente.kev.fetch.age")).isNaN();

        assertThat(feed.fetch().await().atMost(PATIENCE)).isTrue();

        inPlace();
        assertThat(gauge("entente.kev.fetch.age")).isBetween(0.0, (double) PATIENCE.toSeconds());
        List<String> actors = rest.as("auditor")
                .queryParam("action", "kev.imported")
                .queryParam("subject", version)
                .get("/api/v1/audit")
                .jsonPath()
                .getList("items.actorKind");
        assertThat(actors).containsExactly("system");

        served = catalogue.replace("\"count\": 1", "\"count\": 2").replace(version, version + "-cut");
        assertThat(feed.fetch().await().atMost(PATIENCE)).isFalse();
        inPlace();
        served = catalogue
                .replaceFirst("\"dateReleased\": \"....", "\"dateReleased\": \"2001")
                .replace(version, version + "-old");
        assertThat(feed.fetch().await().atMost(PATIENCE)).isFalse();
        inPlace();
        served = catalogue;
        assertThat(feed.fetch().await().atMost(PATIENCE)).isTrue();
    }

    /** As new as the one that another test may have left. */
    private String catalogue() {
        String date = kev.newest()
                .await()
                .atMost(PATIENCE)
                .map(left -> left.dateReleased().toString())
                .orElse("2025-08-25T17:04:19.9796Z");
        return KevCatalogueTest.catalogue(1, "CVE-2026-10001", "Known")
                .replace("2026.03.01", version)
                .replace("2025-08-25T17:04:19.9796Z", date);
    }

    private void inPlace() {
        rest.as("curator")
                .get("/api/v1/kev")
                .then()
                .statusCode(200)
                .body("catalogVersion", equalTo(version))
                .body("importedBy", nullValue())
                .body("fetchedFrom", equalTo(address().toString()));
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/kev.json");
    }

    private AdvisoryConfig settings() {
        return new AdvisoryConfig() {
            @Override
            public String trackingPrefix() {
                return "ENTENTE";
            }

            @Override
            public Optional<Path> fonts() {
                return Optional.empty();
            }

            @Override
            public KnownExploited kev() {
                return KevFeedIT.this.fetching();
            }

            @Override
            public Publisher publisher() {
                return () -> "Entente exchange";
            }
        };
    }

    private AdvisoryConfig.KnownExploited fetching() {
        return new AdvisoryConfig.KnownExploited() {
            @Override
            public Optional<URI> url() {
                return Optional.of(address());
            }

            @Override
            public Duration interval() {
                return Duration.ofHours(6);
            }

            @Override
            public Duration timeout() {
                return PATIENCE;
            }

            @Override
            public int bytesMax() {
                return 100_000;
            }
        };
    }
}
