package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits, on a thread that may wait, for what the rest of the exchange answers asynchronously. Only shard workers and the
 * start of the exchange use it: Kafka's producer blocks, so they have threads of their own.
 *
 * @param patience after which a call has failed
 */
record Answers(Duration patience) {

    /** @throws RelayTrouble when the call fails, takes too long, or the worker is told to stop */
    <T extends @Nullable Object> T of(Uni<T> asked) {
        return of(asked.subscribeAsCompletionStage());
    }

    /** @throws RelayTrouble when the call fails, takes too long, or the worker is told to stop */
    <T extends @Nullable Object> T of(CompletableFuture<T> asked) {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new RelayTrouble("A call failed", failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            asked.cancel(true);
            throw new RelayTrouble("A call took longer than " + patience.toMillis() + " ms", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RelayTrouble("Interrupted", stopped);
        }
    }
}
