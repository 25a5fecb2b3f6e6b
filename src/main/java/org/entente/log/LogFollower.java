package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Follows the log in steps, for an index made of it. Each step is a transaction of its own that moves a cursor, so that what was
 * not committed when it broke off is done again. Steps go on at once while there is more to do; then they wait until something
 * was sequenced here and some more could gather, or it is time to look at what another instance has put into the log. Thread safe.
 */
public final class LogFollower {

    private static final Logger LOG = Logger.getLogger(LogFollower.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** A step costs much the same whatever is in it, and several indexes follow: little at a time would weigh on the intake. */
    private static final Duration GATHER = Duration.ofMillis(200);

    private final String index;
    private final LogReader log;
    private final Supplier<Uni<Boolean>> step;
    private final Duration poll;
    private volatile CompletableFuture<Void> bell = new CompletableFuture<>();
    private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;

    /**
     * @param index what is made, for the operators
     * @param step gives whether there is more to do at once; has a timeout
     * @param poll also how long it waits after a failure
     */
    public LogFollower(String index, LogReader log, Supplier<Uni<Boolean>> step, Duration poll) {
        this.index = index;
        this.log = log;
        this.step = step;
        this.poll = poll;
    }

    /** To be called once. */
    public void start() {
        log.onSequenced(() -> bell.complete(null));
        running = Uni.createFrom()
                .deferred(step::get)
                .onFailure()
                .invoke(this::tell)
                .onFailure()
                .recoverWithItem(false)
                .call(more -> more ? Uni.createFrom().voidItem() : rung())
                .repeat()
                .until(done -> stopping)
                .onItem()
                .ignoreAsUni()
                .subscribeAsCompletionStage();
    }

    private void tell(Throwable failure) {
        if (!stopping) {
            LOG.warnf(failure, "An index could not follow the log and will try again; index=%s", index);
        }
    }

    /** Lets the step at hand finish, so that its connection goes back without a transaction half done. */
    public void stop() {
        stopping = true;
        bell.complete(null);
        try {
            running.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warnf(late, "An index did not stop in time; the next start goes on where it was; index=%s", index);
        }
    }

    /** Ends a little after something was sequenced here since the last time, or when it is time to look anyway. */
    private Uni<Void> rung() {
        return Uni.createFrom()
                .completionStage(() -> bell.copy())
                .call(() -> stopping ? Uni.createFrom().voidItem() : gathered())
                .ifNoItem()
                .after(poll)
                .recoverWithUni(Uni.createFrom().voidItem())
                .invoke(() -> bell = new CompletableFuture<>())
                .replaceWithVoid();
    }

    private static Uni<Void> gathered() {
        return Uni.createFrom().voidItem().onItem().delayIt().by(GATHER);
    }
}
