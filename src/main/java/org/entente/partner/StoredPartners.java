package org.entente.partner;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.SharedLook;
import org.jboss.logging.Logger;

/**
 * The directory in memory, kept up to date with the database. Thread safe.
 *
 * <p>Asking whether it is current costs one query of one row, which callers that ask at the same time share.
 */
@ApplicationScoped
class StoredPartners implements Partners {

    private static final Logger LOG = Logger.getLogger(StoredPartners.class);

    /** A database that does not answer in this time fails the request, rather than letting requests pile up. */
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(10);

    private final SnapshotLoader loader;
    private final Clock clock;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    private final SharedLook<Snapshot> looks = new SharedLook<>(this::look);

    StoredPartners(SnapshotLoader loader, Clock clock) {
        this.loader = loader;
        this.clock = clock;
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
    public boolean admits(Admission admission) {
        Snapshot now = snapshot;
        Instant moment = clock.instant();
        return admission.until().map(moment::isBefore).orElse(true)
                && now.access()
                        .unchanged(admission.credential())
                        .flatMap(credential -> now.caller(credential.owner()))
                        .map(admission.caller()::equals)
                        .orElse(false);
    }

    @Override
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    /** The whole snapshot, with every change committed before this call. */
    Uni<Snapshot> fresh() {
        return looks.answer().onFailure(Unread.class).transform(StoredPartners::unavailable);
    }

    private Uni<Snapshot> look() {
        return loader.revision()
                .onFailure()
                .transform(Unread::new)
                .chain(this::advanceTo)
                .ifNoItem()
                .after(LOOK_TIMEOUT)
                .failWith(() -> new Unread(new TimeoutException()));
    }

    private Uni<Snapshot> advanceTo(long revision) {
        Snapshot known = snapshot;
        if (revision <= known.revision()) {
            return Uni.createFrom().item(known);
        }
        return loader.load()
                .onFailure()
                .transform(Unread::new)
                .invoke(loaded -> snapshot = loaded)
                .call(this::tellListeners);
    }

    /**
     * Without the database nobody is known to be who they say: a failure of ours, not of their credential. Told for each who
     * asked, since each looks for the cause under the id of its own request.
     */
    private static Throwable unavailable(Throwable unread) {
        LOG.warnf("The directory cannot be read: %s", unread.getCause());
        return new ProblemException(ProblemType.UNAVAILABLE, "The database cannot be reached. Try again later.");
    }

    private Uni<Void> tellListeners(Snapshot loaded) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (Listener listener : listeners) {
            told = told.chain(() -> listener.directoryChanged(loaded.directory()));
        }
        return told;
    }

    /** What several asked together failed, for this cause. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unread(Throwable cause) {
            super(null, cause, false, false);
        }
    }
}
