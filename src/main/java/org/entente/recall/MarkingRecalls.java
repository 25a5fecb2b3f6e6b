package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.RecallAct;
import org.entente.log.RecallCause;
import org.entente.log.RecallFollow;
import org.entente.log.RecallTroubles;
import org.entente.log.RecallTroubles.Failure;
import org.entente.log.RecallTroubles.Subject;
import org.entente.log.RecallTroubles.Trouble;
import org.entente.log.RecallTroubles.Work;
import org.entente.log.RecallWriter;
import org.entente.log.RecallWriter.Turn;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.StandingEntry;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jboss.logging.Logger;

/**
 * Takes older versions back from whoever may not have them by the stricter markings of a newer version of the same submitter. Only
 * markings count: a newer version for fewer readers, by its audience, is a version those others do not know of. Doing it twice
 * changes nothing, so an interrupted round is done again.
 */
@ApplicationScoped
class MarkingRecalls {

    private static final Logger LOG = Logger.getLogger(MarkingRecalls.class);
    private static final int ENTRIES = 1_000;
    private static final int TRIES_AT_ONCE = 100;
    private static final String REASON = "A newer version of it is marked more strictly.";

    private final RecallFollow follow;
    private final RecallWriter writer;
    private final RecallWrites writes;
    private final RecallTroubles troubles;
    private final Readers readers;
    private final Clock clock;

    MarkingRecalls(
            RecallFollow follow,
            RecallWriter writer,
            RecallWrites writes,
            RecallTroubles troubles,
            Readers readers,
            Clock clock) {
        this.follow = follow;
        this.writer = writer;
        this.writes = writes;
        this.troubles = troubles;
        this.readers = readers;
        this.clock = clock;
    }

    /** The next entries; true while there are more. */
    Uni<Boolean> round() {
        return tryAgain().chain(() -> follow.versions(ENTRIES)).chain(next -> {
            if (next.reached() == 0) {
                return Uni.createFrom().item(false);
            }
            Uni<Void> done = Uni.createFrom().voidItem();
            for (StixId object : next.objects()) {
                done = done.chain(() -> isolated(object));
            }
            return done.chain(() -> follow.versionsDone(next.reached())).replaceWith(true);
        });
    }

    /** An object that fails is noted, and those behind it are looked at. */
    private Uni<Void> isolated(StixId object) {
        return writer.alone(turn -> compare(turn, object))
                .onFailure(failure -> !(failure instanceof RecallWrites.Overlapping))
                .invoke(failure -> LOG.errorf(
                        failure,
                        "Older versions cannot be taken back, and will be later; other objects go on objectId=%s",
                        object))
                .onFailure()
                .recoverWithUni(failure -> troubles.failed(failed(object, failure)));
    }

    private Uni<Void> tryAgain() {
        return troubles.of(Work.MARKING, TRIES_AT_ONCE).chain(known -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Trouble trouble : known) {
                if (!trouble.waitsAt(clock.instant())) {
                    StixId object = StixId.parse(trouble.subject().subject());
                    done = done.chain(() -> writer.alone(turn -> compare(turn, object))
                            .chain(() -> troubles.over(subject(object)))
                            .onFailure()
                            .recoverWithUni(failure -> troubles.failed(failed(object, failure))));
                }
            }
            return done;
        });
    }

    private Failure failed(StixId object, Throwable failure) {
        return new Failure(subject(object), clock.instant(), Troubles.words(failure));
    }

    private static Subject subject(StixId object) {
        return Subject.whole(Work.MARKING, object.toString());
    }

    private Uni<Void> compare(Turn turn, StixId object) {
        return turn.entriesOf(object)
                .chain(entries -> turn.classes(entries.stream()
                                .map(entry -> entry.placement().classNumber())
                                .collect(Collectors.toSet()))
                        .chain(classes -> {
                            List<Pair> pairs = pairs(entries, classes);
                            return pairs.isEmpty() ? Uni.createFrom().voidItem() : recall(turn, object, pairs, classes);
                        }));
    }

    /**
     * An entry and what it is to be restricted by.
     *
     * @param older the entry
     * @param marked its class with the markings of a newer version
     * @param newer classes of that version
     */
    private record Pair(StandingEntry older, ReleaseClass marked, Set<Integer> newer) {}

    private static List<Pair> pairs(List<StandingEntry> entries, Map<Integer, ReleaseClass> classes) {
        Map<Asserted, Instant> newest = newest(entries, classes);
        List<Pair> pairs = new ArrayList<>();
        for (StandingEntry older : entries) {
            ReleaseClass old = classes.get(older.placement().classNumber());
            if (old == null || old.wasWithdrawn() || !hasVersion(older)) {
                continue;
            }
            Map<Markings, Set<Integer>> stricter = new HashMap<>();
            newest.forEach((newer, version) -> {
                ReleaseClass now = classes.get(newer.classNumber());
                if (now != null
                        && newer.submitter().equals(older.submitter())
                        && version.isAfter(older.placement().version())
                        && isStricter(old.markings(), now.markings())) {
                    stricter.computeIfAbsent(now.markings(), any -> new TreeSet<>())
                            .add(newer.classNumber());
                }
            });
            stricter.forEach((markings, newer) -> pairs.add(new Pair(older, old.marked(markings), newer)));
        }
        return pairs;
    }

    private record Asserted(PartnerId submitter, int classNumber) {}

    /** The newest version under each class: of ten thousand versions, every two need not be compared. */
    private static Map<Asserted, Instant> newest(List<StandingEntry> entries, Map<Integer, ReleaseClass> classes) {
        Map<Asserted, Instant> newest = new HashMap<>();
        for (StandingEntry entry : entries) {
            ReleaseClass now = classes.get(entry.placement().classNumber());
            if (now != null && !now.wasWithdrawn()) {
                newest.merge(
                        new Asserted(entry.submitter(), entry.placement().classNumber()),
                        entry.placement().version(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return newest;
    }

    private static boolean hasVersion(StandingEntry entry) {
        return !entry.placement().version().equals(Instant.EPOCH);
    }

    /** In any respect. */
    static boolean isStricter(Markings old, Markings now) {
        return now.tlp().compareTo(old.tlp()) > 0
                || now.wholeTlp().compareTo(old.wholeTlp()) > 0
                || now.pap().compareTo(old.pap()) > 0
                || !old.families().containsAll(now.families());
    }

    private Uni<Void> recall(Turn turn, StixId object, List<Pair> pairs, Map<Integer, ReleaseClass> classes) {
        return turn.numbersOf(pairs.stream().map(Pair::marked).collect(Collectors.toSet()))
                .chain(marked -> {
                    Map<StandingEntry, ReleaseClass> instead = instead(pairs, marked, classes);
                    return instead.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : turn.numbersOf(new HashSet<>(instead.values()))
                                    .chain(numbers -> write(turn, object, numbered(instead, numbers)));
                });
    }

    /** What is restricted so already is left as it is. */
    private static Map<StandingEntry, ReleaseClass> instead(
            List<Pair> pairs, Map<ReleaseClass, Integer> marked, Map<Integer, ReleaseClass> classes) {
        Map<StandingEntry, ReleaseClass> instead = new HashMap<>();
        for (Pair pair : pairs) {
            int number = marked.getOrDefault(pair.marked(), 0);
            ReleaseClass old = classes.get(pair.older().placement().classNumber());
            if (old == null
                    || old.ties().stream()
                            .anyMatch(anyOf -> anyOf.contains(number) || anyOf.containsAll(pair.newer()))) {
                continue;
            }
            Set<Integer> condition = new TreeSet<>(pair.newer());
            condition.add(number);
            instead.merge(pair.older(), old.alsoTiedTo(condition), (one, other) -> one.alsoTiedTo(condition));
        }
        return instead;
    }

    private static Map<StandingEntry, Integer> numbered(
            Map<StandingEntry, ReleaseClass> instead, Map<ReleaseClass, Integer> numbers) {
        Map<StandingEntry, Integer> numbered = new HashMap<>();
        instead.forEach((entry, c) -> numbered.put(entry, numbers.getOrDefault(c, 0)));
        return numbered;
    }

    private Uni<Void> write(Turn turn, StixId object, Map<StandingEntry, Integer> recalled) {
        PartnerId submitter = recalled.keySet().iterator().next().submitter();
        return turn.reclass(recalled)
                .chain(reclassed -> readers.standing()
                        .chain(standing -> writes.write(
                                turn,
                                new RecallWrites.Order(
                                        act(object, submitter), Optional.empty(), reclassed, List.of(), Set.of()),
                                standing)))
                .replaceWithVoid();
    }

    private RecallAct act(StixId object, PartnerId submitter) {
        return new RecallAct(
                UUID.randomUUID(),
                RecallCause.MARKING,
                REASON,
                Optional.of(object),
                submitter,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                "the exchange");
    }
}
