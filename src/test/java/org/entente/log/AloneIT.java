package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.Test;

class AloneIT {

    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    @Test
    void workThatAsksNothingOfItsSessionKeepsTheLockForAsLongAsItTakes() throws Exception {
        try (OwnDatabase database = new OwnDatabase("alone_it")) {
            ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();

            // When one instance is at its work for three times as long as a session may be idle, and another waits
            CompletableFuture<Void> one = new Alone(database.pool(), 7, IDLE_MAX)
                    .run(
                            connection -> Uni.createFrom()
                                    .voidItem()
                                    .invoke(() -> begun.complete(null))
                                    .onItem()
                                    .delayIt()
                                    .by(IDLE_MAX.multipliedBy(3))
                                    .invoke(() -> told.add("one")),
                            Duration.ofMinutes(1))
                    .subscribeAsCompletionStage();
            begun.get(1, TimeUnit.MINUTES);
            CompletableFuture<Void> other = new Alone(database.pool(), 7)
                    .run(
                            connection -> Uni.createFrom().voidItem().invoke(() -> told.add("other")),
                            Duration.ofMinutes(1))
                    .subscribeAsCompletionStage();
            CompletableFuture.allOf(one, other).get(1, TimeUnit.MINUTES);

            // Then
            assertThat(told).containsExactlyElementsOf(List.of("one", "other"));
        }
    }
}
