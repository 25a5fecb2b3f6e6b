package org.entente.gate;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.http.SharedLook;
import org.entente.log.LogReader;
import org.entente.log.NumberedClass;
import org.entente.partner.Directory;
import org.entente.partner.Partners;
import org.entente.release.Decisions;
import org.entente.release.view.Pseudonyms;

/**
 * Holds the decisions in force on this instance. Thread safe. Exits call {@link #upToDate} once a page or batch and use what
 * they got for the whole of it.
 */
@ApplicationScoped
public class Gate {

    private final LogReader log;
    private final Partners partners;
    private final Clock clock;
    private final SharedLook<List<NumberedClass>> classes;
    private volatile Decisions decisions;

    Gate(LogReader log, Partners partners, Clock clock, @ConfigProperty(name = "entente.seal-key") String sealKey) {
        this.log = log;
        this.partners = partners;
        this.clock = clock;
        this.classes = new SharedLook<>(() -> log.classesAbove(decisions.highestClass()));
        this.decisions = Decisions.none(Pseudonyms.of(sealKey));
    }

    void start(@Observes StartupEvent event) {
        partners.onChange(changed ->
                Uni.createFrom().item(() -> advance(changed, List.of())).replaceWithVoid());
    }

    /**
     * The decisions with every class and directory change committed before this call, at the cost of two small queries at once,
     * which callers at the same time share; as of the time they were answered.
     */
    public Uni<Decisions> upToDate() {
        return Uni.combine()
                .all()
                .unis(partners.upToDate(), classes.answer())
                .with(this::advance)
                .map(current -> current.at(clock.instant()));
    }

    /** Only ever forward: a slower call must not put an older directory back. */
    private synchronized Decisions advance(Directory directory, List<NumberedClass> further) {
        boolean changed = decisions.directory().revision() < directory.revision();
        decisions = (changed ? decisions.with(directory) : decisions).with(further);
        return decisions;
    }
}
