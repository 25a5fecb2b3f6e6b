package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entente.advisory.KevFetch.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KevFetchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BYTES_MAX = 10_000;

    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/catalogue", exchange -> answer(exchange, 200, "it"));
        server.createContext("/known", exchange -> {
            boolean known = "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            answer(exchange, known ? 304 : 200, "it");
        });
        server.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(BYTES_MAX + 1)));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/catalogue");
            answer(exchange, 302, "");
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
            exchange.close();
        });
        server.start();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        // Without a length, so that the bound is on what is read.
        exchange.sendResponseHeaders(status, status == 200 ? 0 : -1);
        if (status == 200) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void whatIsKnownIsNotFetchedAgain() {
        Fetched first = fetched("known", Optional.empty()).orElseThrow();

        assertThat(new String(first.document(), StandardCharsets.UTF_8)).isEqualTo("it");
        assertThat(first.tag()).contains("\"one\"");
        assertThat(fetched("known", first.tag())).isEmpty();
        assertThat(fetched("catalogue", first.tag())).isPresent();
    }

    @Test
    void whatIsTooLargeIsBrokenOff() {
        assertThatThrownBy(() -> fetched("large", Optional.empty())).hasMessageContaining("larger than 10000 bytes");
    }

    @Test
    void whatIsNotThereOrElsewhereIsNotTaken() {
        assertThatThrownBy(() -> fetched("absent", Optional.empty())).hasMessageContaining("404");
        assertThatThrownBy(() -> fetched("moved", Optional.empty())).hasMessageContaining("302");
    }

    @Test
    void serverThatStopsInTheMiddleIsNotWaitedFor() {
        assertThatThrownBy(() -> fetch("slow", Duration.ofMillis(300))
                        .since(Optional.empty())
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(io.smallrye.mutiny.TimeoutException.class);
    }

    private Optional<Fetched> fetched(String path, Optional<String> known) {
        return fetch(path, PATIENCE).since(known).await().atMost(PATIENCE);
    }

    private KevFetch fetch(String path, Duration timeout) {
        return new KevFetch(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path), timeout, BYTES_MAX);
    }
}
