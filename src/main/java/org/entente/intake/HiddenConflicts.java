package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.Assertion;
import org.entente.log.LogWriter;
import org.entente.log.Rivals;
import org.entente.party.PartnerId;
import org.entente.stix.Finding;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.entente.stix.VersionRules;
import org.jboss.logging.Logger;

/**
 * Compares what was taken with what its submitter may not see, for the operators. After the answer, and apart from it: an
 * answer that waited for this would tell by its time that something is there.
 */
@ApplicationScoped
class HiddenConflicts {

    private static final Logger LOG = Logger.getLogger(HiddenConflicts.class);

    private final LogWriter log;
    private final Rivals rivals;
    private final Submissions submissions;
    private final Clock clock;

    HiddenConflicts(LogWriter log, Rivals rivals, Submissions submissions, Clock clock) {
        this.log = log;
        this.rivals = rivals;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** What contradicts something hidden. */
    record Found(String objectId, String version, String rule) {}

    /** Starts looking and returns at once. A failure is logged; nothing of the submission depends on it. */
    void lookFor(PartnerId submitter, UUID submission, List<Verdict.Admitted> admitted) {
        List<Verdict.Admitted> suspects = admitted.stream()
                .filter(a -> Tlp.ofMarking(a.assertion().id()).isEmpty())
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        rivals.of(versioned(suspects))
                .map(rivals -> compared(suspects, rivals))
                .chain(compared -> compared.isEmpty()
                        ? Uni.createFrom().item(List.<Found>of())
                        : log.contents(compared.values().stream()
                                        .flatMap(Set::stream)
                                        .collect(Collectors.toSet()))
                                .map(read -> found(compared, read)))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : submissions.saveConflicts(clock.instant(), submitter, submission, found))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf(
                                failure, "Hidden conflicts were not looked for: submissionId=%s", submission));
    }

    /** Ids of observables follow from their values, so different partners' objects rightly meet under one id. */
    private static List<Assertion> versioned(List<Verdict.Admitted> suspects) {
        return suspects.stream()
                .filter(suspect -> suspect.version().isPresent())
                .map(Verdict.Admitted::assertion)
                .toList();
    }

    /** Contents to compare each with: what was hidden when it was judged, and what came at the same instant. */
    private static Map<Verdict.Admitted, Set<Long>> compared(
            List<Verdict.Admitted> suspects, Map<StixId, Set<Long>> rivals) {
        Map<Verdict.Admitted, Set<Long>> compared = new IdentityHashMap<>();
        for (Verdict.Admitted suspect : suspects) {
            Set<Long> contents = new HashSet<>(suspect.hiddenContents());
            contents.addAll(rivals.getOrDefault(suspect.assertion().id(), Set.of()));
            if (!contents.isEmpty()) {
                compared.put(suspect, contents);
            }
        }
        return compared;
    }

    private static List<Found> found(Map<Verdict.Admitted, Set<Long>> compared, Map<Long, byte[]> contents) {
        List<Found> found = new ArrayList<>();
        compared.forEach((suspect, others) -> {
            Optional<StixObject> object = StoredObjects.read(suspect.assertion().content());
            List<StixObject> hidden = others.stream()
                    .map(id -> contents.getOrDefault(id, new byte[0]))
                    .flatMap(bytes -> StoredObjects.read(bytes).stream())
                    .toList();
            object.flatMap(o -> VersionRules.check(o, hidden).stream().findFirst())
                    .map(Finding::rule)
                    .ifPresent(rule ->
                            found.add(new Found(suspect.id(), suspect.version().orElse(""), rule)));
        });
        return found;
    }
}
