package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Lets one waiter sleep until somebody wakes it or the time is up. A wake before the sleep ends that sleep at once. */
final class Wakeup {

    private volatile CompletableFuture<Void> bell = new CompletableFuture<>();

    void wake() {
        bell.complete(null);
    }

    /** Ends at a wake since the last call ended, or after the given time. */
    Uni<Void> await(Duration longest) {
        return Uni.createFrom()
                .completionStage(() -> bell.copy())
                .ifNoItem()
                .after(longest)
                .recoverWithUni(Uni.createFrom().voidItem())
                .invoke(() -> bell = new CompletableFuture<>())
                .replaceWithVoid();
    }
}
