package org.entente.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A client of the feed that keeps what it is sent. */
final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpResponse<InputStream> response;
    private final List<ServerSentEvent> blocks = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /** @param headers further ones */
    static EventStream open(String address, String user, String password, Map<String, String> headers) {
        return open(
                address,
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)),
                headers);
    }

    /** @param headers further ones */
    static EventStream open(String address, String authorization, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).header("Authorization", authorization);
        headers.forEach(request::header);
        try {
            EventStream stream =
                    new EventStream(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()));
            if (stream.status() == 200) {
                Thread reading = new Thread(stream::read, "event-stream");
                reading.setDaemon(true);
                reading.start();
            }
            return stream;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String refusal() throws IOException {
        return new String(response.body().readAllBytes(), UTF_8);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            List<String> block = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    blocks.add(ServerSentEvent.parse(String.join("\n", block)));
                    block.clear();
                } else {
                    block.add(line);
                }
            }
        } catch (IOException closed) {
            // Either side may close it.
        } finally {
            ended = true;
        }
    }

    List<ServerSentEvent> events() {
        return blocks.stream().filter(ServerSentEvent::isEvent).toList();
    }

    long heartbeats() {
        return blocks.stream().filter(ServerSentEvent::comments).count();
    }

    /** The id to go on from before any event. */
    String openingId() {
        Awaitility.await().atMost(PATIENCE).until(() -> !blocks.isEmpty());
        return blocks.get(0).id();
    }

    List<ServerSentEvent> awaited(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> events().size() >= count);
        return events();
    }

    void awaitEnd() {
        awaitEnd(PATIENCE);
    }

    void awaitEnd(Duration within) {
        Awaitility.await().atMost(within).until(() -> ended);
    }

    boolean hasEnded() {
        return ended;
    }

    void awaitHeartbeats(long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> heartbeats() >= count);
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }
}
