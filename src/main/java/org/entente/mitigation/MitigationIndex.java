package org.entente.mitigation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.entente.log.LogReader;
import org.jboss.logging.Logger;

/**
 * Follows the log and keeps the index of mitigations. Of all instances one works at a time: the one whose transaction has the
 * cursor's row. What it had not committed when it broke off is done again by the next.
 */
@ApplicationScoped
class MitigationIndex {

    private static final Logger LOG = Logger.getLogger(MitigationIndex.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Pool pool;
    private final LogReader log;
    private final MitigationConfig config;
    private volatile CompletableFuture<Void> bell = new CompletableFuture<>();
    private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;

    MitigationIndex(Pool pool, LogReader log, MitigationConfig config) {
        this.pool = pool;
        this.log = log;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        log.onSequenced(() -> bell.complete(null));
        running = Uni.createFrom()
                .deferred(this::step)
                .onFailure()
                .invoke(failure -> {
                    if (!stopping) {
                        LOG.warn("The index of mitigations could not go on and will try again", failure);
                    }
                })
                .onFailure()
                .recoverWithItem(false)
                .call(more -> more ? Uni.createFrom().voidItem() : rung())
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .subscribeAsCompletionStage();
    }

    /** Lets the batch at hand finish, so that its connection goes back without a transaction half done. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        bell.complete(null);
        try {
            running.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("The index of mitigations did not stop in time; the next start goes on where it was", late);
        }
    }

    private Uni<Boolean> step() {
        return pool.withTransaction(transaction -> new IndexRows(transaction, config.indexBatch()).step())
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    /** Ends when something was sequenced here since the last time, or when it is time to look anyway. */
    private Uni<Void> rung() {
        return Uni.createFrom()
                .completionStage(() -> bell.copy())
                .ifNoItem()
                .after(config.indexPoll())
                .recoverWithUni(Uni.createFrom().voidItem())
                .invoke(() -> bell = new CompletableFuture<>())
                .replaceWithVoid();
    }
}
