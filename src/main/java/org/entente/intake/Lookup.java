package org.entente.intake;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/** Fetches what the exchange knows of some objects, in two queries at most. */
final class Lookup {

    private Lookup() {}

    static Uni<Background> background(
            LogWriter log, Decisions decisions, PartnerId submitter, List<StixObject> objects) {
        Set<StixId> markings = objects.stream()
                .flatMap(o -> o.markings().stream())
                .filter(m -> Tlp.ofMarking(m).isEmpty())
                .collect(Collectors.toSet());
        Set<StixId> asked = objects.stream().map(StixObject::id).collect(Collectors.toSet());
        asked.addAll(markings);
        objects.forEach(o -> asked.addAll(o.references()));
        return log.known(asked)
                .map(known -> new Background(decisions, submitter, known))
                .chain(background -> completed(log, background, background.neededFor(objects, markings)));
    }

    private static Uni<Background> completed(LogWriter log, Background background, Set<Long> needed) {
        return needed.isEmpty()
                ? Uni.createFrom().item(background)
                : log.contents(needed).map(background::with);
    }
}
