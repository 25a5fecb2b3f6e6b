package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.log.LogReader;
import org.entente.mitigation.Facet.Term;
import org.entente.mitigation.Facts.Link;
import org.entente.mitigation.Shelf.Held;
import org.entente.mitigation.Sieve.Candidate;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Finds mitigations for a partner. Each step asks the index where to look and then looks only at what the partner has, as it has
 * it: a target, a relationship and a mitigation are joined by the ids it knows them by. So an answer holds nothing that the
 * partner could not work out from its own feeds. Thread safe.
 */
@ApplicationScoped
class Mitigations {

    /** Candidates looked at in one go. */
    private static final int STRIDE = 200;

    private final Gate gate;
    private final LogReader log;
    private final Sieve sieve;

    Mitigations(Gate gate, LogReader log, Sieve sieve) {
        this.gate = gate;
        this.log = log;
        this.sieve = sieve;
    }

    /**
     * A mitigation and what of it that the reader has it is a mitigation of.
     *
     * @param targets by the type of the relationship and the object
     */
    record Found(Held held, List<Target> targets) {}

    /** What a mitigation is for. */
    record Target(String relationship, Held held) {}

    /** What the partner has now. */
    Uni<Shelf> shelf(PartnerId reader) {
        return gate.upToDate().map(decisions -> new Shelf(log, decisions, reader));
    }

    /** At most one more than asked for, in log order. */
    Uni<List<Found>> find(PartnerId reader, Wanted wanted) {
        return shelf(reader)
                .chain(shelf -> (wanted.concernsSomething() ? concerned(shelf, wanted) : stated(shelf, wanted))
                        .map(found -> found.stream().limit(wanted.limit() + 1L).toList())
                        .chain(found -> withTargets(shelf, found)));
    }

    /** The one mitigation that the partner knows by the name. Fails with 404. */
    Uni<Found> one(Shelf shelf, StixId name) {
        return held(shelf, name)
                .chain(held -> withTargets(shelf, List.of(held)))
                .map(found -> found.get(0));
    }

    /** The same without what it is for. */
    Uni<Held> held(Shelf shelf, StixId name) {
        return shelf.named(Set.of(name), Optional.empty())
                .map(found -> found.stream()
                        .filter(held -> held.facts().isRemedy())
                        .findFirst()
                        .orElseThrow(ProblemException::notFound));
    }

    private Uni<List<Held>> concerned(Shelf shelf, Wanted wanted) {
        List<Uni<Set<StixId>>> each = new ArrayList<>();
        wanted.about().forEach(term -> each.add(about(shelf, term)));
        wanted.mitigates()
                .ifPresent(target -> each.add(shelf.named(Set.of(target), Optional.empty())
                        .chain(targets -> mitigating(shelf, Shelf.names(targets)))));
        return Uni.join()
                .all(each)
                .andFailFast()
                .map(Mitigations::intersection)
                .chain(names -> shelf.named(names, wanted.addedAfter()))
                .map(held ->
                        held.stream().filter(one -> wanted.fits(one.facts())).toList());
    }

    private static Set<StixId> intersection(List<Set<StixId>> sets) {
        Set<StixId> all = new HashSet<>(sets.get(0));
        sets.forEach(all::retainAll);
        return all;
    }

    /** Names of mitigations that name the term, or mitigate something that does. */
    private Uni<Set<StixId>> about(Shelf shelf, Term term) {
        return sieve.having(term, shelf.classes())
                .chain(candidates -> worthLooking(shelf, candidates))
                .chain(ids -> shelf.behind(ids, Optional.empty()))
                .map(held -> held.stream()
                        .filter(one -> one.facts().terms().contains(term))
                        .toList())
                .chain(naming -> mitigating(shelf, living(naming)).map(names -> {
                    naming.stream().filter(one -> one.facts().isRemedy()).forEach(one -> names.add(one.name()));
                    return names;
                }));
    }

    /** Of objects that nothing says to be mitigated, by no id that the reader may know them by, nothing comes. */
    private Uni<Set<StixId>> worthLooking(Shelf shelf, List<Candidate> candidates) {
        Set<StixId> worth = new HashSet<>();
        Map<StixId, Set<UUID>> ends = new HashMap<>();
        for (Candidate candidate : candidates) {
            if (candidate.tied()) {
                worth.add(candidate.id());
            } else {
                ends.put(candidate.id(), shelf.ends(candidate));
            }
        }
        Set<UUID> asked = ends.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return sieve.targets(asked, shelf.classes()).map(targets -> {
            ends.forEach((id, own) -> {
                if (own.stream().anyMatch(targets::contains)) {
                    worth.add(id);
                }
            });
            return worth;
        });
    }

    private static Set<StixId> living(List<Held> held) {
        return held.stream()
                .filter(one -> !one.facts().isRemedy() && !one.facts().revoked())
                .map(Held::name)
                .collect(Collectors.toSet());
    }

    /** Names of what relationships that the reader has say mitigates one of these. */
    private Uni<Set<StixId>> mitigating(Shelf shelf, Set<StixId> targets) {
        if (targets.isEmpty()) {
            return Uni.createFrom().item(new HashSet<>());
        }
        return sieve.linksTo(shelf.originals(targets), shelf.classes())
                .chain(ids -> shelf.behind(ids, Optional.empty()))
                .map(held -> links(held).stream()
                        .filter(link -> targets.contains(link.target()))
                        .map(Link::source)
                        .collect(Collectors.toCollection(HashSet::new)));
    }

    private static List<Link> links(List<Held> relationships) {
        return relationships.stream()
                .filter(held -> !held.facts().revoked())
                .flatMap(held -> held.facts().link().stream())
                .toList();
    }

    private Uni<List<Held>> stated(Shelf shelf, Wanted wanted) {
        return wanted.addedAfter()
                .map(log::lastPositionAt)
                .orElse(Uni.createFrom().item(0L))
                .chain(after -> along(shelf, wanted, after, new ArrayList<>()));
    }

    /** Goes on until the page is full: a page that ended early would tell how much was passed over. */
    private Uni<List<Held>> along(Shelf shelf, Wanted wanted, long after, List<Held> found) {
        return sieve.remedies(wanted.rarest(), shelf.classes(), after, STRIDE)
                .chain(candidates -> shelf.behind(new HashSet<>(candidates.values()), wanted.addedAfter())
                        .invoke(held -> held.stream()
                                // Each is met once, at the place of the version that the reader has.
                                .filter(one ->
                                        candidates.containsKey(one.entry().position()))
                                .filter(one -> wanted.fits(one.facts()))
                                .forEach(found::add))
                        .chain(held -> candidates.size() < STRIDE || found.size() > wanted.limit()
                                ? Uni.createFrom().item(found)
                                : along(shelf, wanted, last(candidates.keySet()), found)));
    }

    private static long last(Set<Long> positions) {
        return positions.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private Uni<List<Found>> withTargets(Shelf shelf, List<Held> mitigations) {
        if (mitigations.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Set<StixId> names = Shelf.names(mitigations);
        return sieve.linksFrom(shelf.originals(names), shelf.classes())
                .chain(ids -> shelf.behind(ids, Optional.empty()))
                .map(held -> links(held).stream()
                        .filter(link -> names.contains(link.source()))
                        .distinct()
                        .toList())
                .chain(links -> shelf.named(
                                links.stream().map(Link::target).collect(Collectors.toSet()), Optional.<Instant>empty())
                        .map(targets -> joined(mitigations, links, targets)));
    }

    private static List<Found> joined(List<Held> mitigations, List<Link> links, List<Held> targets) {
        Map<StixId, Held> byName = new HashMap<>();
        targets.stream()
                .filter(target -> !target.facts().revoked())
                .forEach(target -> byName.put(target.name(), target));
        return mitigations.stream()
                .map(mitigation -> new Found(
                        mitigation,
                        links.stream()
                                .filter(link -> link.source().equals(mitigation.name()))
                                .flatMap(link -> Optional.ofNullable(byName.get(link.target())).stream()
                                        .map(target -> new Target(link.type(), target)))
                                .sorted(java.util.Comparator.comparing(
                                        target -> target.held().name().toString()))
                                .toList()))
                .toList();
    }
}
