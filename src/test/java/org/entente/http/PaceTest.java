package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final Pace pace = new Pace(INTERVAL);
    private final AtomicInteger called = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void nextTurnBeginsAtOnceAfterALongOne() {
        pace.end(System.nanoTime() - INTERVAL.toNanos(), called::incrementAndGet);

        assertThat(called).hasValue(1);
    }

    @Test
    void nextTurnBeginsAnIntervalAfterAShortOneBegan() throws Exception {
        long began = pace.begin();
        CompletableFuture<Long> next = new CompletableFuture<>();

        pace.end(began, () -> next.complete(System.nanoTime()));

        assertThat(next.get(30, TimeUnit.SECONDS) - began).isGreaterThanOrEqualTo(INTERVAL.toNanos());
    }

    @Test
    void soItDoesOnAnEventLoop() throws Exception {
        CompletableFuture<Long> next = new CompletableFuture<>();
        CompletableFuture<Long> began = new CompletableFuture<>();

        vertx.runOnContext(on -> {
            began.complete(pace.begin());
            pace.end(began.join(), () -> next.complete(System.nanoTime()));
        });

        assertThat(next.get(30, TimeUnit.SECONDS) - began.get()).isGreaterThanOrEqualTo(INTERVAL.toNanos());
    }
}
