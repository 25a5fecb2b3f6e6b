package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedLookTest {

    private final LinkedBlockingQueue<CompletableFuture<Integer>> looks = new LinkedBlockingQueue<>();
    private final SharedLook<Integer> shared = new SharedLook<>(() -> {
        CompletableFuture<Integer> look = new CompletableFuture<>();
        looks.add(look);
        return Uni.createFrom().completionStage(look);
    });

    private CompletableFuture<Integer> begun() throws InterruptedException {
        CompletableFuture<Integer> look = looks.poll(30, TimeUnit.SECONDS);
        assertThat(look).isNotNull();
        return look;
    }

    private CompletableFuture<Integer> ask() {
        return shared.answer().subscribeAsCompletionStage();
    }

    @Test
    void whoeverAsksDuringALookSharesTheNext() throws Exception {
        CompletableFuture<Integer> first = ask();
        CompletableFuture<Integer> one = begun();
        List<CompletableFuture<Integer>> during = new ArrayList<>(List.of(ask(), ask(), ask()));
        assertThat(looks).isEmpty();

        one.complete(1);
        begun().complete(2);

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        for (CompletableFuture<Integer> answer : during) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(looks).isEmpty();
    }

    @Test
    void whoeverAsksAfterALookEndedSharesNoneThatBeganBefore() throws Exception {
        CompletableFuture<Integer> first = ask();
        begun().complete(1);
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);

        // Within the pace, or after it.
        CompletableFuture<Integer> second = ask();
        begun().complete(2);

        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void afterALookThatFailedComesTheNext() throws Exception {
        CompletableFuture<Integer> first = ask();
        begun().completeExceptionally(new IllegalStateException("away"));
        assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS)).hasMessageContaining("away");

        CompletableFuture<Integer> second = ask();
        begun().complete(2);

        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    }
}
