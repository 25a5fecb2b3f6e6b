package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.stix.Finding;
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
    private final Submissions submissions;
    private final Clock clock;

    HiddenConflicts(LogWriter log, Submissions submissions, Clock clock) {
        this.log = log;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** What contradicts something hidden. */
    record Found(String objectId, String version, String rule) {}

    /** Starts looking and returns at once. A failure is logged; nothing of the submission depends on it. */
    void lookFor(PartnerId submitter, UUID submission, List<Verdict.Admitted> admitted) {
        List<Verdict.Admitted> suspects = admitted.stream()
                .filter(a -> !a.hiddenContents().isEmpty()
                        && Tlp.ofMarking(a.assertion().id()).isEmpty())
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        Set<Long> contents =
                suspects.stream().flatMap(a -> a.hiddenContents().stream()).collect(Collectors.toSet());
        log.contents(contents)
                .map(read -> found(suspects, read))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : submissions.saveConflicts(clock.instant(), submitter, submission, found))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf(
                                failure, "Hidden conflicts were not looked for: submissionId=%s", submission));
    }

    private static List<Found> found(List<Verdict.Admitted> suspects, Map<Long, byte[]> contents) {
        List<Found> found = new ArrayList<>();
        for (Verdict.Admitted suspect : suspects) {
            Optional<StixObject> object = StoredObjects.read(suspect.assertion().content());
            List<StixObject> hidden = suspect.hiddenContents().stream()
                    .map(id -> contents.getOrDefault(id, new byte[0]))
                    .flatMap(bytes -> StoredObjects.read(bytes).stream())
                    .toList();
            object.flatMap(o -> VersionRules.check(o, hidden).stream().findFirst())
                    .map(Finding::rule)
                    .ifPresent(rule ->
                            found.add(new Found(suspect.id(), suspect.version().orElse(""), rule)));
        }
        return found;
    }
}
