package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.entente.http.HomeContext;

/**
 * The threads that hash and sign, so that event loops never do and a flood of wrong passwords cannot take every processor.
 * When too much is waiting, more is refused with 503. Thread safe.
 */
@ApplicationScoped
class HashThreads {

    private static final int WAITING_MAX = 256;

    private final ThreadPoolExecutor threads;

    HashThreads() {
        int size = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                size, size, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), HashThreads::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "entente-hash");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** The value, made on one of the threads and handed over where the subscriber was. */
    <T> Uni<T> run(Supplier<T> work) {
        return HomeContext.backHome(Uni.createFrom().item(work).runSubscriptionOn(threads));
    }
}
