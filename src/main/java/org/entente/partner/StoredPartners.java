package org.entente.partner;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The directory in memory, kept up to date with the database. Thread safe.
 *
 * <p>Asking whether it is current costs one query of one row, and callers that ask at the same time share it: at most one
 * look is under way and one waiting, whatever the load. A caller never shares a look that began before it asked, so it sees
 * every change committed before.
 */
@ApplicationScoped
class StoredPartners implements Partners {

    private static final Logger LOG = Logger.getLogger(StoredPartners.class);

    /** A database that does not answer in this time fails the request, rather than letting requests pile up. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(10);

    private final SnapshotLoader loader;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    // Both guarded by this.
    private @Nullable CompletableFuture<Snapshot> underWay;
    private @Nullable CompletableFuture<Snapshot> waiting;

    StoredPartners(SnapshotLoader loader) {
        this.loader = loader;
    }

    void start(@Observes StartupEvent event) {
        fresh().subscribe()
                .with(
                        loaded -> LOG.debugf("Directory loaded: revision=%d", loaded.revision()),
                        failure -> LOG.warn("The directory could not be loaded yet; requests will try again", failure));
    }

    @Override
    public Directory current() {
        return snapshot.directory();
    }

    @Override
    public Uni<Directory> upToDate() {
        return fresh().map(Snapshot::directory);
    }

    @Override
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    /** The whole snapshot, with every change committed before this call. */
    Uni<Snapshot> fresh() {
        return DatabaseThread.backHome(Uni.createFrom().completionStage(() -> look().copy()));
    }

    private CompletableFuture<Snapshot> look() {
        CompletableFuture<Snapshot> mine = new CompletableFuture<>();
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

    private void begin(CompletableFuture<Snapshot> look) {
        loader.revision()
                .onFailure()
                .transform(StoredPartners::unavailable)
                .chain(this::advanceTo)
                .ifNoItem()
                .after(LOOK_TIMEOUT)
                .failWith(() -> unavailable(new TimeoutException()))
                .subscribe()
                .with(
                        found -> end(look, () -> look.complete(found)),
                        failure -> end(look, () -> look.completeExceptionally(failure)));
    }

    private void end(CompletableFuture<Snapshot> look, Runnable tell) {
        CompletableFuture<Snapshot> next;
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

    private Uni<Snapshot> advanceTo(long revision) {
        Snapshot known = snapshot;
        if (revision <= known.revision()) {
            return Uni.createFrom().item(known);
        }
        return loader.load()
                .onFailure()
                .transform(StoredPartners::unavailable)
                .invoke(loaded -> snapshot = loaded)
                .call(this::tellListeners);
    }

    /** Without the database nobody is known to be who they say: a failure of ours, not of their credential. */
    private static Throwable unavailable(Throwable cause) {
        LOG.warnf("The directory cannot be read: %s", cause);
        return new ProblemException(ProblemType.UNAVAILABLE, "The database cannot be reached. Try again later.");
    }

    private Uni<Void> tellListeners(Snapshot loaded) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (Listener listener : listeners) {
            told = told.chain(() -> listener.directoryChanged(loaded.directory()));
        }
        return told;
    }
}
