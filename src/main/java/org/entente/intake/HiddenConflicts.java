package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.LogWriter;
import org.entente.log.Rivals;
import org.entente.party.PartnerId;
import org.entente.stix.Finding;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.entente.stix.VersionRules;
import org.jboss.logging.Logger;

/**
 * Compares what was taken with what its submitter may not see, for the operators. After the answer, and apart from it: an
 * answer that waited for this would tell by its time that something is there. What was taken at about the same time is looked at
 * together, whoever sent it. Thread safe.
 */
@ApplicationScoped
class HiddenConflicts {

    private static final Logger LOG = Logger.getLogger(HiddenConflicts.class);

    /** A look costs much the same whatever is in it. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final int OBJECTS_MAX = 4_000;

    /** As many wait for their turn; the memory they take is not without bounds. */
    private static final int WAITING_MAX = 20_000;

    private final LogWriter log;
    private final Rivals rivals;
    private final Submissions submissions;
    private final Clock clock;

    // All guarded by this.
    private final Deque<Suspects> waiting = new ArrayDeque<>();
    private int objectsWaiting;
    private boolean looking;

    HiddenConflicts(LogWriter log, Rivals rivals, Submissions submissions, Clock clock) {
        this.log = log;
        this.rivals = rivals;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** What contradicts something hidden. */
    record Found(String objectId, String version, String rule) {}

    /** What was taken of one submission. */
    private record Suspects(PartnerId submitter, UUID submission, List<Verdict.Admitted> admitted) {}

    /** One of them with the contents to compare it with: what was hidden when it was judged, and what came at the same instant. */
    private record Compared(Suspects of, Verdict.Admitted suspect, Set<Long> contents) {}

    /** Looks a little later and returns at once. A failure is logged; nothing of the submission depends on it. */
    void lookFor(PartnerId submitter, UUID submission, List<Verdict.Admitted> admitted) {
        List<Verdict.Admitted> suspects = admitted.stream()
                .filter(a -> Tlp.ofMarking(a.assertion().id()).isEmpty())
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        Suspects taken = new Suspects(submitter, submission, suspects);
        if (!queue(taken)) {
            look(List.of(taken)).subscribe().with(done -> {});
        } else if (begins()) {
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(GATHER)
                    .chain(() -> look(next()))
                    .replaceWith(true)
                    .repeat()
                    .until(done -> ends())
                    .onItem()
                    .ignoreAsUni()
                    .subscribe()
                    .with(done -> {});
        }
    }

    private synchronized boolean queue(Suspects taken) {
        if (objectsWaiting >= WAITING_MAX) {
            return false;
        }
        objectsWaiting += taken.admitted().size();
        return waiting.add(taken);
    }

    /** Whether nobody looks yet. */
    private synchronized boolean begins() {
        boolean begins = !looking;
        looking = true;
        return begins;
    }

    private synchronized boolean ends() {
        looking = !waiting.isEmpty();
        return !looking;
    }

    private synchronized List<Suspects> next() {
        List<Suspects> next = new ArrayList<>();
        for (int objects = 0; objects < OBJECTS_MAX && !waiting.isEmpty(); ) {
            Suspects taken = waiting.remove();
            objects += taken.admitted().size();
            objectsWaiting -= taken.admitted().size();
            next.add(taken);
        }
        return next;
    }

    private Uni<Void> look(List<Suspects> taken) {
        return versioned(taken)
                .chain(compared -> compared.isEmpty() ? Uni.createFrom().voidItem() : compare(compared))
                .onFailure()
                .invoke(failure -> LOG.errorf(
                        failure,
                        "Hidden conflicts were not looked for: submissionIds=%s",
                        taken.stream().map(Suspects::submission).toList()))
                .onFailure()
                .recoverWithNull();
    }

    /** Ids of observables follow from their values, so different partners' objects rightly meet under one id. */
    private Uni<List<Compared>> versioned(List<Suspects> taken) {
        List<Compared> versioned = new ArrayList<>();
        List<Compared> others = new ArrayList<>();
        taken.forEach(of -> of.admitted()
                .forEach(suspect -> (suspect.version().isPresent() ? versioned : others)
                        .add(new Compared(of, suspect, new HashSet<>(suspect.hiddenContents())))));
        return rivals.of(versioned.stream().map(c -> c.suspect().assertion()).toList())
                .map(found -> {
                    for (int i = 0; i < found.size(); i++) {
                        versioned.get(i).contents().addAll(found.get(i));
                    }
                    others.addAll(versioned);
                    others.removeIf(c -> c.contents().isEmpty());
                    return others;
                });
    }

    private Uni<Void> compare(List<Compared> compared) {
        Set<Long> numbers =
                compared.stream().flatMap(c -> c.contents().stream()).collect(Collectors.toSet());
        return log.contents(numbers).chain(contents -> {
            Map<UUID, List<Compared>> bySubmission =
                    compared.stream().collect(Collectors.groupingBy(c -> c.of().submission()));
            Uni<Void> saved = Uni.createFrom().voidItem();
            for (List<Compared> each : bySubmission.values()) {
                List<Found> found =
                        each.stream().flatMap(c -> found(c, contents).stream()).toList();
                Suspects of = each.get(0).of();
                saved = found.isEmpty() ? saved : saved.chain(() -> save(of, found));
            }
            return saved;
        });
    }

    private Uni<Void> save(Suspects of, List<Found> found) {
        return submissions.saveConflicts(clock.instant(), of.submitter(), of.submission(), found);
    }

    private static Optional<Found> found(Compared compared, Map<Long, byte[]> contents) {
        Verdict.Admitted suspect = compared.suspect();
        List<StixObject> hidden = compared.contents().stream()
                .map(id -> contents.getOrDefault(id, new byte[0]))
                .flatMap(bytes -> StoredObjects.read(bytes).stream())
                .toList();
        return StoredObjects.read(suspect.assertion().content())
                .flatMap(object -> VersionRules.check(object, hidden).stream().findFirst())
                .map(Finding::rule)
                .map(rule -> new Found(suspect.id(), suspect.version().orElse(""), rule));
    }
}
