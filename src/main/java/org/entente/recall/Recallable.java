package org.entente.recall;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.NumberedClass;
import org.entente.log.RecallWriter.Turn;
import org.entente.log.ReleaseClass;
import org.entente.log.StandingEntry;
import org.entente.log.VersionFilter;
import org.entente.partner.Directory;
import org.entente.party.PartnerId;

/**
 * What there is of an object, as far as an order reaches. Pure, once it was looked up.
 *
 * @param held who of the submitters has something of it held for review
 * @param entries of the versions asked for
 * @param waiting assertions the sequencer has not placed yet, where all versions are asked for
 * @param unplaced whose assertions it has not placed yet, of whatever version
 * @param classes of both
 */
record Recallable(
        RecallOrder order,
        Set<PartnerId> held,
        List<StandingEntry> entries,
        Map<PartnerId, List<NumberedClass>> waiting,
        Set<PartnerId> unplaced,
        Map<Integer, ReleaseClass> classes) {

    static Uni<Recallable> of(Turn turn, RecallOrder order, Set<PartnerId> held) {
        return turn.entriesOf(order.object())
                .chain(all -> turn.waiting(order.object()).chain(waiting -> {
                    List<StandingEntry> mine = all.stream()
                            .filter(entry -> order.submitter()
                                    .map(entry.submitter()::equals)
                                    .orElse(true))
                            .toList();
                    Map<PartnerId, List<NumberedClass>> waits = new TreeMap<>(waiting);
                    order.submitter().ifPresent(submitter -> waits.keySet().retainAll(Set.of(submitter)));
                    return classesOf(turn, mine, waits).map(classes -> found(order, held, mine, waits, classes));
                }));
    }

    private static Uni<Map<Integer, ReleaseClass>> classesOf(
            Turn turn, List<StandingEntry> entries, Map<PartnerId, List<NumberedClass>> waiting) {
        Set<Integer> numbers =
                entries.stream().map(entry -> entry.placement().classNumber()).collect(Collectors.toSet());
        return turn.classes(numbers).map(known -> {
            Map<Integer, ReleaseClass> classes = new TreeMap<>(known);
            waiting.values().stream()
                    .flatMap(Collection::stream)
                    .forEach(c -> classes.put(c.number(), c.releaseClass()));
            return classes;
        });
    }

    /** Which versions are asked for is said of those that still stand. */
    private static Recallable found(
            RecallOrder order,
            Set<PartnerId> held,
            List<StandingEntry> mine,
            Map<PartnerId, List<NumberedClass>> waiting,
            Map<Integer, ReleaseClass> classes) {
        if (order.versions() instanceof VersionFilter.All) {
            return new Recallable(order, held, mine, waiting, waiting.keySet(), classes);
        }
        List<StandingEntry> standing = mine.stream()
                .filter(entry -> Optional.ofNullable(
                                classes.get(entry.placement().classNumber()))
                        .map(c -> !c.wasWithdrawn())
                        .orElse(false))
                .toList();
        List<StandingEntry> asked = chosen((VersionFilter.Any) order.versions(), standing);
        Map<Integer, ReleaseClass> theirs = new TreeMap<>(classes);
        theirs.keySet()
                .retainAll(asked.stream()
                        .map(entry -> entry.placement().classNumber())
                        .collect(Collectors.toSet()));
        return new Recallable(order, Set.of(), asked, Map.of(), waiting.keySet(), theirs);
    }

    private static List<StandingEntry> chosen(VersionFilter.Any versions, List<StandingEntry> standing) {
        Comparator<StandingEntry> byVersion = Comparator.comparing(
                        (StandingEntry entry) -> entry.placement().version())
                .thenComparing(entry -> entry.placement().position());
        Set<StandingEntry> ends = new HashSet<>();
        if (versions.first()) {
            standing.stream().min(byVersion).ifPresent(ends::add);
        }
        if (versions.last()) {
            standing.stream().max(byVersion).ifPresent(ends::add);
        }
        return standing.stream()
                .filter(entry -> ends.stream().anyMatch(entry::hasSameContent)
                        || versions.exact().contains(shown(entry)))
                .toList();
    }

    /** An object without versions is shown with its date added as version. */
    private static Instant shown(StandingEntry entry) {
        Instant version = entry.placement().version();
        return version.equals(Instant.EPOCH) ? entry.placement().dateAdded() : version;
    }

    void refuseAbsent(Predicate<ReleaseClass> among) {
        boolean there = classes.values().stream().anyMatch(among) || !held.isEmpty() && classes.isEmpty();
        if (!there) {
            throw ProblemException.notFound();
        }
    }

    /** What is not in the log yet has no entry whose class could be narrowed, and would be placed under the one it came with. */
    void refuseUnplaced(PartnerId submitter) {
        if (unplaced.contains(submitter)) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "An earlier version is still on its way. Repeat this in a moment.");
        }
    }

    void refuseWider(Directory directory) {
        boolean wider = order.audience()
                .map(audience -> new NarrowedAudience(audience).isWider(directory, standing()))
                .orElse(false);
        if (wider) {
            throw ProblemException.invalidBody(
                    "/audience",
                    "It names somebody whom the object does not reach, and a recall never widens. Submit it again instead.");
        }
    }

    private List<ReleaseClass> standing() {
        return classes.values().stream().filter(c -> !c.wasWithdrawn()).toList();
    }

    /** A narrower audience says nothing of what waits for a person to decide. */
    boolean refusesHeld() {
        return !held.isEmpty() && order.audience().isEmpty();
    }

    boolean picked() {
        return classes.values().stream()
                .map(ReleaseClass::audience)
                .anyMatch(a -> !a.partners().isEmpty() || !a.exceptions().isEmpty());
    }

    /** The classes instead, by the numbers of those to be replaced. */
    Map<Integer, ReleaseClass> instead() {
        Map<Integer, ReleaseClass> instead = new LinkedHashMap<>();
        classes.forEach((number, old) -> order.audience()
                .map(audience -> new NarrowedAudience(audience).of(new NumberedClass(number, old)))
                .orElseGet(() -> old.wasWithdrawn() ? Optional.empty() : Optional.of(old.withdrawn()))
                .ifPresent(other -> instead.put(number, other)));
        return instead;
    }

    Set<PartnerId> submitters() {
        Set<PartnerId> submitters = new TreeSet<>(waiting.keySet());
        submitters.addAll(held);
        classes.values().forEach(c -> submitters.add(c.submitter()));
        return submitters;
    }

    /** Entries with the classes they are to have. */
    Map<StandingEntry, Integer> recalled(Map<Integer, ReleaseClass> instead, Map<ReleaseClass, Integer> numbers) {
        Map<StandingEntry, Integer> recalled = new HashMap<>();
        for (StandingEntry entry : entries) {
            ReleaseClass other = instead.get(entry.placement().classNumber());
            if (other != null) {
                recalled.put(entry, numbers.getOrDefault(other, 0));
            }
        }
        return recalled;
    }
}
