package org.entente.http;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that many requests ask at once and that has one answer for all: at most one look is under way and one waiting,
 * whatever the load. Nobody shares a look that began before they asked, so everybody sees what was committed before. Thread
 * safe.
 */
public final class SharedLook<T> {

    private final Supplier<Uni<T>> look;

    // Both guarded by this.
    private @Nullable CompletableFuture<T> underWay;
    private @Nullable CompletableFuture<T> waiting;

    /** @param look to be bounded in time: everybody waits for it */
    public SharedLook(Supplier<Uni<T>> look) {
        this.look = look;
    }

    /** The answer of a look that begins after this call, given in the Vert.x context of whoever asks. */
    public Uni<T> answer() {
        return HomeContext.backHome(Uni.createFrom().completionStage(() -> ask().copy()));
    }

    private CompletableFuture<T> ask() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        synchronized (this) {
            if (underWay != null) {
                waiting = waiting == null ? mine : waiting;
                return waiting;
            }
            underWay = mine;
        }
        begin(mine);
        return mine;
    }

    private void begin(CompletableFuture<T> answer) {
        Uni.createFrom()
                .deferred(() -> look.get())
                .subscribe()
                .with(
                        found -> end(() -> answer.complete(found)),
                        failure -> end(() -> answer.completeExceptionally(failure)));
    }

    private void end(Runnable tell) {
        CompletableFuture<T> next;
        synchronized (this) {
            next = waiting;
            waiting = null;
            underWay = next;
        }
        tell.run();
        if (next != null) {
            begin(next);
        }
    }
}
