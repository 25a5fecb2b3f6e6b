package org.entente.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two exchanges, one of which is given more to hold than its memory, by a setting that promises too much. */
class MemoryFaultsIT extends Faults {

    private static final int BODY_BYTES = 48 << 20;

    @Override
    Stage stage(String name) throws Exception {
        Stage stage = new Stage(name, size(2, 1, name));
        stage.exchanges.get(0).withOption("-Xmx160m");
        return stage;
    }

    @Test
    void outOfMemory() throws Exception {
        Exchange exchange = stage().exchanges.get(0);
        load().under("out-of-memory", "one of two exchanges runs out of memory (160 MB for bodies of 256 MB)", () -> {
            int before = exchange.restarts();
            List<CompletableFuture<?>> bodies = IntStream.range(0, 5)
                    .<CompletableFuture<?>>mapToObj(
                            number -> post(exchange.address(), Stage.SUBMITTERS.get(number % Stage.SUBMITTERS.size())))
                    .toList();
            Awaitility.await("it ends by itself")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> exchange.restarts() > before);
            bodies.forEach(body -> body.cancel(true));
        });
        assertThat(exchange.output()).contains("java.lang.OutOfMemoryError");
    }

    private CompletableFuture<?> post(URI exchange, String partner) {
        String credential = Base64.getEncoder()
                .encodeToString((partner + ":" + stage().passwordOf(partner)).getBytes(StandardCharsets.UTF_8));
        String body =
                "{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000000\",\"objects\":[{\"x\":\""
                        + "x".repeat(BODY_BYTES) + "\"}]}";
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(exchange.resolve("/api/v1/submissions"))
                                .timeout(Duration.ofMinutes(1))
                                .header("Authorization", "Basic " + credential)
                                .header("Content-Type", "application/stix+json;version=2.1")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding());
    }
}
