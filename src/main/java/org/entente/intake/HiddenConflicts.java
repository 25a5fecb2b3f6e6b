package org.entente.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
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

    /** What would be more waiting than this is looked at by itself, at once. */
    private static final long WAITING_BYTES_MAX = 16L << 20;

    private static final Duration COMPARE_MAX = Duration.ofSeconds(30);

    private final LogWriter log;
    private final Rivals rivals;
    private final Submissions submissions;
    private final Clock clock;

    // All guarded by this.
    private final Deque<Suspects> waiting = new ArrayDeque<>();
    private long bytesWaiting;
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
    private record Suspects(PartnerId submitter, UUID submission, List<Verdict.Admitted> admitted) {

        long bytes() {
            return admitted.stream()
                    .mapToLong(a -> a.assertion().content().length)
                    .sum();
        }
    }

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
            look(List.of(taken)).subscribe().with(done -> {}, failure -> tell(failure, taken));
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
                    .with(done -> {}, this::stopped);
        }
    }

    private synchronized boolean queue(Suspects taken) {
        if (bytesWaiting + taken.bytes() > WAITING_BYTES_MAX) {
            return false;
        }
        bytesWaiting += taken.bytes();
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

    private void stopped(Throwable failure) {
        LOG.error("Hidden conflicts are looked for again when the next submission was taken", failure);
        synchronized (this) {
            looking = false;
        }
    }

    private synchronized List<Suspects> next() {
        List<Suspects> next = new ArrayList<>();
        for (int objects = 0; objects < OBJECTS_MAX && !waiting.isEmpty(); ) {
            Suspects taken = waiting.remove();
            objects += taken.admitted().size();
            bytesWaiting -= taken.bytes();
            next.add(taken);
        }
        return next;
    }

    /** None answers for another: where it fails for several, each is looked at alone. */
    private Uni<Void> look(List<Suspects> taken) {
        return Uni.createFrom()
                .deferred(() -> versioned(taken))
                .chain(this::compareEach)
                .onFailure()
                .recoverWithUni(failure -> {
                    if (taken.size() == 1) {
                        tell(failure, taken.get(0));
                        return Uni.createFrom().voidItem();
                    }
                    return oneByOne(taken, each -> look(List.of(each)));
                });
    }

    private static void tell(Throwable failure, Suspects of) {
        LOG.errorf(failure, "Hidden conflicts were not looked for: submissionId=%s", of.submission());
    }

    private static <T> Uni<Void> oneByOne(Collection<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each -> work.apply(each).replaceWith(true))
                .onItem()
                .ignoreAsUni();
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

    private Uni<Void> compareEach(List<Compared> compared) {
        Map<UUID, List<Compared>> bySubmission =
                compared.stream().collect(Collectors.groupingBy(c -> c.of().submission()));
        return oneByOne(bySubmission.values(), each -> compare(each.get(0).of(), each));
    }

    private Uni<Void> compare(Suspects of, List<Compared> compared) {
        Set<Long> numbers =
                compared.stream().flatMap(c -> c.contents().stream()).collect(Collectors.toSet());
        return Uni.createFrom()
                .deferred(() -> log.contents(numbers))
                // Reading objects is too much work for an event loop, which others' requests wait for.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(contents -> compared.stream()
                        .flatMap(c -> found(c, contents).stream())
                        .toList())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : submissions.saveConflicts(clock.instant(), of.submitter(), of.submission(), found))
                .ifNoItem()
                .after(COMPARE_MAX)
                .fail()
                .onFailure()
                .invoke(failure -> tell(failure, of))
                .onFailure()
                .recoverWithNull();
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
