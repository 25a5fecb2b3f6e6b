package org.entente.standalone;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A service on its way up, beside others: one waits for the disk while another loads classes.
 *
 * <p>The bound on the wait is the service's own.
 */
final class Starting<T> {
    private final FutureTask<T> task;

    private Starting(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Starting<T> inBackground(String name, Callable<T> start) {
        FutureTask<T> task = new FutureTask<>(start);
        Thread thread = new Thread(task, "entente-" + name + "-start");
        thread.setDaemon(true);
        thread.start();
        return new Starting<>(task);
    }

    /** The service, once it is up; fails as its start failed. */
    T result() throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new StandaloneException("An embedded service did not start.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while the embedded services started.", e);
        }
    }

    /** The service if its start succeeded, whether or not {@link #result} was asked before. */
    Optional<T> ifStarted() {
        try {
            return Optional.of(result());
        } catch (IOException | RuntimeException | Error notStarted) {
            return Optional.empty();
        }
    }
}
