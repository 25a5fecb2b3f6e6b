package org.entente.http;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that many requests ask at once and that has one answer for all: at most one look is under way and one waiting,
 * whatever the load. Nobody shares a look that began before they asked, so everybody sees what was committed before. Thread
 * safe.
 */
public final class SharedLook<T> {

    private static final Pace PACE = new Pace(Duration.ofMillis(1));

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
        long began = PACE.begin();
        Uni.createFrom()
                .deferred(() -> look.get())
                .onTermination()
                .invoke(() -> PACE.end(began, this::next))
                .subscribe()
                .with(answer::complete, answer::completeExceptionally);
    }

    private void next() {
        CompletableFuture<T> next;
        synchronized (this) {
            next = waiting;
            waiting = null;
            underWay = next;
        }
        if (next != null) {
            begin(next);
        }
    }
}
