package org.entente.gate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.entente.partner.Admission;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Partners;
import org.entente.release.Decisions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends answers that are still under way when their reader would not be let in any more, or would be given nothing: its credential
 * was withdrawn, renewed or ran out, it lost a role, it is suspended, its agreement is over. Changes made on this instance are seen
 * at once, those of others, and the time, with the next look. Thread safe.
 */
@ApplicationScoped
public class Watch {

    /** Well within the five seconds that a withdrawn credential may still be of use. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final Gate gate;
    private final Partners partners;
    private final Set<Watched> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Cancellable ticks;

    Watch(Gate gate, Partners partners) {
        this.gate = gate;
        this.partners = partners;
    }

    /** Told apart by identity: one caller may have many alike. */
    private static final class Watched {
        private final Admission admission;
        private final Runnable end;

        Watched(Admission admission, Runnable end) {
            this.admission = admission;
            this.end = end;
        }
    }

    void start(@Observes StartupEvent event) {
        partners.onChange(directory -> Uni.createFrom().voidItem().invoke(this::endStrangers));
        ticks = Multi.createFrom()
                .ticks()
                .every(LOOK_INTERVAL)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> look(), failed -> LOG.error("Answers under way are no longer watched", failed));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable running = ticks;
        if (running != null) {
            running.cancel();
        }
    }

    /**
     * Watches an answer.
     *
     * @param end called from any thread, perhaps more than once; must return at once
     * @return to be run when the answer is over
     */
    public Runnable over(Admission admission, Runnable end) {
        Watched watched = new Watched(admission, end);
        underWay.add(watched);
        return () -> underWay.remove(watched);
    }

    private void look() {
        if (underWay.isEmpty()) {
            return;
        }
        // Time alone may have ended something, whether the database answers or not.
        endStrangers();
        if (looking.compareAndSet(false, true)) {
            gate.upToDate()
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .subscribe()
                    .with(this::seen, away -> LOG.debugf("Nobody's access could be looked at cause=%s", away));
        }
    }

    private void seen(Decisions decisions) {
        endStrangers();
        endWhere(admission -> admission.caller() instanceof PartnerCaller reader && !decisions.reads(reader.partner()));
    }

    private void endStrangers() {
        endWhere(admission -> !partners.admits(admission));
    }

    private void endWhere(Predicate<Admission> over) {
        underWay.forEach(watched -> {
            if (over.test(watched.admission)) {
                watched.end.run();
            }
        });
    }
}
