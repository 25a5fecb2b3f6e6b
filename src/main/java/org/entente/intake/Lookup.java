package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/** Fetches what the exchange knows of some objects and their references, in two queries beside the gate's. */
@ApplicationScoped
class Lookup {

    private final LogWriter log;
    private final Gate gate;
    private final Clock clock;

    Lookup(LogWriter log, Gate gate, Clock clock) {
        this.log = log;
        this.gate = gate;
        this.clock = clock;
    }

    /** The decisions are asked for last: they then know every class the contents have. */
    Uni<Background> background(PartnerId submitter, List<StixObject> objects) {
        Set<StixId> markings = objects.stream()
                .flatMap(o -> o.markings().stream())
                .filter(m -> Tlp.ofMarking(m).isEmpty())
                .collect(Collectors.toSet());
        Set<StixId> asked = objects.stream().map(StixObject::id).collect(Collectors.toSet());
        asked.addAll(markings);
        objects.forEach(o -> asked.addAll(o.references()));
        return log.known(asked, submitter)
                .chain(known ->
                        gate.upToDate().map(decisions -> new Background(decisions, submitter, clock.instant(), known)))
                .chain(background -> completed(background, background.neededFor(objects, markings)));
    }

    private Uni<Background> completed(Background background, Set<Long> needed) {
        return needed.isEmpty()
                ? Uni.createFrom().item(background)
                : log.contents(needed).map(background::with);
    }
}
