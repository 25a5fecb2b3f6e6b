package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.entente.http.HomeContext;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;

/**
 * The threads that render advisories, each of which may take seconds of a processor: on those that decide what may leave, a few
 * large ones would hold up every exit. When too much is waiting, more is refused with 503; of one partner a few, so that it does not
 * take the places of all others. Operators are not counted. Thread safe.
 */
@ApplicationScoped
class RenderThreads {

    static final int SIZE = 2;
    static final int WAITING_MAX = 32;
    static final int PER_PARTNER_MAX = 4;

    private static final Duration LATER = Duration.ofSeconds(2);

    private final ThreadPoolExecutor threads;

    // Guarded by this.
    private final Map<PartnerId, Integer> underWay = new HashMap<>();

    RenderThreads() {
        threads = new ThreadPoolExecutor(
                SIZE, SIZE, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), RenderThreads::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "entente-render");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * The value, made on one of the threads and handed over where the subscriber was; fails with 503 where too many wait, and with
     * 429 where too many of this reader do.
     *
     * @param reader empty for operators
     */
    <T> Uni<T> run(Optional<PartnerId> reader, Supplier<T> work) {
        return HomeContext.backHome(Uni.createFrom().deferred(() -> {
            if (!begin(reader)) {
                return Uni.createFrom()
                        .failure(ProblemException.tooMany(
                                "As many advisories are being rendered for you as may be at once. Repeat this in a moment.",
                                LATER));
            }
            return Uni.createFrom().completionStage(begun(reader, work));
        }));
    }

    /** It counts until its thread is done with it, even where whoever asked has gone. */
    private <T> CompletableFuture<T> begun(Optional<PartnerId> reader, Supplier<T> work) {
        CompletableFuture<T> rendered = new CompletableFuture<>();
        try {
            threads.execute(() -> render(reader, work, rendered));
        } catch (RejectedExecutionException full) {
            over(reader);
            rendered.completeExceptionally(full);
        }
        return rendered;
    }

    private <T> void render(Optional<PartnerId> reader, Supplier<T> work, CompletableFuture<T> rendered) {
        if (rendered.isDone()) {
            over(reader);
            return;
        }
        try {
            T value = work.get();
            over(reader);
            rendered.complete(value);
        } catch (Throwable failure) {
            over(reader);
            rendered.completeExceptionally(failure);
        }
    }

    private synchronized boolean begin(Optional<PartnerId> reader) {
        int before = reader.map(who -> underWay.getOrDefault(who, 0)).orElse(0);
        if (before >= PER_PARTNER_MAX) {
            return false;
        }
        reader.ifPresent(who -> underWay.put(who, before + 1));
        return true;
    }

    private synchronized void over(Optional<PartnerId> reader) {
        reader.ifPresent(who -> underWay.computeIfPresent(who, (same, before) -> before == 1 ? null : before - 1));
    }
}
