package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.gate.Gate;
import org.entente.log.KnownContent;
import org.entente.log.LogWriter;
import org.entente.log.PurgeBook;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/**
 * Fetches what the exchange knows of some objects and their references, in one or two queries beside the gate's, which requests
 * at the same time share.
 */
@ApplicationScoped
class Lookup {

    /** Views' ids look like ids made from something (§2.9). */
    private static final int PSEUDONYM_VERSION = 5;

    private final LogWriter log;
    private final PurgeBook purges;
    private final KnownTogether together;
    private final Gate gate;
    private final Clock clock;

    Lookup(LogWriter log, PurgeBook purges, Gate gate, Clock clock) {
        this.log = log;
        this.purges = purges;
        this.together = new KnownTogether(log);
        this.gate = gate;
        this.clock = clock;
    }

    /** The decisions are asked for once more where a content has a class that came up meanwhile. */
    Uni<Background> background(PartnerId submitter, List<StixObject> objects) {
        Set<StixId> markings = objects.stream()
                .flatMap(o -> o.markings().stream())
                .filter(m -> Tlp.ofMarking(m).isEmpty())
                .collect(Collectors.toSet());
        Set<StixId> asked = objects.stream().map(StixObject::id).collect(Collectors.toSet());
        Set<StixId> fromViews = fromViews(objects, asked);
        Set<StixId> outside = outside(objects, asked);
        asked.addAll(markings);
        objects.forEach(o -> asked.addAll(o.references()));
        return withOriginals(submitter, asked, fromViews)
                .chain(ids -> Uni.combine()
                        .all()
                        .unis(together.known(ids, submitter), erased(outside), gate.upToDate())
                        .with(Basis::new))
                .chain(basis -> basis.isComplete()
                        ? Uni.createFrom().item(basis)
                        : gate.upToDate().map(decisions -> new Basis(basis.known(), basis.erased(), decisions)))
                .map(basis -> new Background(basis.decisions(), submitter, clock.instant(), basis.known())
                        .withErased(basis.erased()))
                .chain(background -> completed(background, background.neededFor(objects, markings)));
    }

    /** What is referred to and not in the body. Asked for whether or not it is known: the time of an answer tells nothing of that. */
    private static Set<StixId> outside(List<StixObject> objects, Set<StixId> ofBody) {
        return objects.stream()
                .flatMap(object -> object.references().stream())
                .filter(reference -> !ofBody.contains(reference))
                .collect(Collectors.toSet());
    }

    private Uni<Map<StixId, Map<Integer, Instant>>> erased(Set<StixId> objects) {
        return objects.isEmpty() ? Uni.createFrom().item(Map.of()) : purges.classesOf(objects);
    }

    private record Basis(
            Map<StixId, List<KnownContent>> known, Map<StixId, Map<Integer, Instant>> erased, Decisions decisions) {

        boolean isComplete() {
            return known.values().stream()
                    .flatMap(List::stream)
                    .flatMap(content -> content.classes().keySet().stream())
                    .allMatch(number -> number <= decisions.highestClass());
        }
    }

    /**
     * Ids that views may have made. Those of observables are not among the objects' own: they are usually of that look by
     * themselves, and every way back costs.
     */
    private static Set<StixId> fromViews(List<StixObject> objects, Set<StixId> ofBody) {
        Stream<StixId> own =
                objects.stream().filter(o -> o.versionText().isPresent()).map(StixObject::id);
        Stream<StixId> references =
                objects.stream().flatMap(o -> o.references().stream()).filter(reference -> !ofBody.contains(reference));
        return Stream.concat(own, references)
                .filter(id -> id.uuid().version() == PSEUDONYM_VERSION)
                .collect(Collectors.toSet());
    }

    private Uni<Set<StixId>> withOriginals(PartnerId submitter, Set<StixId> asked, Set<StixId> fromViews) {
        return fromViews.isEmpty()
                ? Uni.createFrom().item(asked)
                : gate.upToDate().map(decisions -> {
                    Set<StixId> all = new HashSet<>(asked);
                    fromViews.forEach(id -> all.addAll(decisions.originals(submitter, id)));
                    return all;
                });
    }

    private Uni<Background> completed(Background background, Set<Long> needed) {
        return needed.isEmpty()
                ? Uni.createFrom().item(background)
                : log.contents(needed).map(background::with);
    }
}
