package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.mitigation.Sieve.Candidate;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Released;
import org.entente.stix.StixId;

/**
 * What one partner has, under one set of decisions, read for what it says of mitigations.
 *
 * @param decisions in force for the whole question
 * @param reader who asks
 */
record Shelf(LogReader log, Decisions decisions, PartnerId reader) {

    /**
     * One object of the reader's.
     *
     * @param released what may leave
     * @param facts read from the released bytes
     * @param entry where it is in the log; never to be shown
     */
    record Held(Released released, Facts facts, LogEntry entry) {
        StixId name() {
            return released.id();
        }
    }

    private org.entente.gate.Shelf whole() {
        return new org.entente.gate.Shelf(log, decisions, reader);
    }

    /** Numbers of the classes the reader may have. */
    int[] classes() {
        return whole().classes(any -> true);
    }

    /** What the reader may mean by these names, as the log has it. */
    Set<StixId> originals(Set<StixId> names) {
        return whole().originals(names);
    }

    /** Under what the log may have what relationships say of an object that the reader may have by some classes. */
    Set<UUID> ends(Candidate candidate) {
        return candidate.classes().stream()
                .map(number -> decisions.nameOf(candidate.id(), number, Map.of(), reader))
                .flatMap(name -> decisions.originals(reader, name).stream())
                .map(StixId::uuid)
                .collect(Collectors.toSet());
    }

    /** What the reader knows by these names. */
    Uni<List<Held>> named(Set<StixId> names, Optional<Instant> addedAfter) {
        return behind(originals(names), addedAfter)
                .map(held ->
                        held.stream().filter(one -> names.contains(one.name())).toList());
    }

    /** What the reader has of these objects of the log, in log order. */
    Uni<List<Held>> behind(Set<StixId> ids, Optional<Instant> addedAfter) {
        return whole().behind(ids, addedAfter)
                .map(found -> found.stream()
                        .map(held -> new Held(
                                held.released(), Facts.of(held.released().content()), held.entry()))
                        .toList());
    }

    /** Names of these. */
    static Set<StixId> names(List<Held> held) {
        return held.stream().map(Held::name).collect(Collectors.toCollection(HashSet::new));
    }
}
