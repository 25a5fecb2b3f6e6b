package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Asks a web server for a catalogue, unless it is the one that is known. Thread safe. Follows no redirect: what is fetched comes from
 * where an operator said, and by the protocol that was said.
 */
final class KevFetch {

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final int bytesMax;

    /**
     * @param timeout of all of it, from the first byte asked for to the last one read
     * @param bytesMax more are not read
     */
    KevFetch(URI url, Duration timeout, int bytesMax) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.url = url;
        this.timeout = timeout;
        this.bytesMax = bytesMax;
    }

    /** What came; the tag says which it is, where the server gives one. */
    record Fetched(byte[] document, Optional<String> tag) {}

    /**
     * Empty where it is the known one.
     *
     * @param known its tag
     */
    Uni<Optional<Fetched>> since(Optional<String> known) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).header("Accept", "application/json");
        known.ifPresent(tag -> request.header("If-None-Match", tag));
        return Uni.createFrom()
                .deferred(() -> {
                    CompletableFuture<HttpResponse<byte[]>> answer =
                            client.sendAsync(request.build(), head -> new Bounded(bytesMax));
                    return Uni.createFrom()
                            .completionStage(answer)
                            .onCancellation()
                            .invoke(() -> answer.cancel(true));
                })
                .ifNoItem()
                .after(timeout)
                .fail()
                .map(KevFetch::read);
    }

    private static Optional<Fetched> read(HttpResponse<byte[]> answer) {
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(new Fetched(answer.body(), answer.headers().firstValue("ETag")));
            case 304 -> Optional.empty();
            default -> throw new IllegalStateException("The server answered with status " + answer.statusCode());
        };
    }

    /** A body up to a size; a longer one is broken off. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final int bytesMax;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private @Nullable Subscription source;

        Bounded(int bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            source = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (body.isDone()) {
                    return;
                }
                if (read.size() + part.remaining() > bytesMax) {
                    body.completeExceptionally(new IOException("It is larger than " + bytesMax + " bytes"));
                    if (source != null) {
                        source.cancel();
                    }
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                read.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(read.toByteArray());
        }
    }
}
