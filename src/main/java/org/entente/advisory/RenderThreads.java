package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.entente.http.HomeContext;

/**
 * The threads that render advisories, each of which may take seconds of a processor: on those that decide what may leave, a few
 * large ones would hold up every exit. When too much is waiting, more is refused with 503. Thread safe.
 */
@ApplicationScoped
class RenderThreads {

    static final int SIZE = 2;
    static final int WAITING_MAX = 32;

    private final ThreadPoolExecutor threads;

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

    /** The value, made on one of the threads and handed over where the subscriber was; fails with 503 where too many wait. */
    <T> Uni<T> run(Supplier<T> work) {
        return HomeContext.backHome(Uni.createFrom().item(work).runSubscriptionOn(threads));
    }
}
