package org.entente.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.entente.log.Waiting.Own;
import org.entente.stix.StixId;

/**
 * Works out, for the objects of one batch, what a reader must be allowed to see before it may see an object that ties others
 * together, or a member of a container. For an object of the same submitter that is one of the classes that submitter asserts
 * it under, whoever else asserts it too: what others send must not loosen what this one tied. For an object of others it is
 * one of the classes by which the submitter knew it, as intake found them. What the submitter could not know of adds no
 * condition.
 *
 * <p>A container's members are trimmed from it rather than withhold it, so their conditions are kept apart. What refers to a
 * container is conditioned on all its members: to whom it is trimmed it has another id.
 *
 * <p>Within the batch conditions pass from object to object, so a relationship to a sighting waits for what the sighting waits
 * for. Passing on is by a work list that ends when nothing grows: reports and notes may refer to one another in circles. An
 * object with more than {@value #CONDITIONS_MAX} conditions is released to nobody but its submitter: following any number of
 * them would let one submission keep the sequencer busy for ever.
 */
final class Ties {

    static final int CONDITIONS_MAX = 256;

    /** A condition nobody meets. */
    static final Set<Integer> NEVER = Set.of();

    private static final String OBSERVED_DATA = "observed-data";
    private static final String RELATIONSHIP = "relationship";

    private final LoggedTies logged;
    private final Map<Own, Set<Integer>> known = new HashMap<>();
    private final Map<Own, Set<Integer>> stated = new HashMap<>();
    private final Set<Own> containers = new HashSet<>();
    private final Map<Own, Set<Set<Integer>>> hard = new HashMap<>();
    private final Map<Own, Set<Set<Integer>>> inside = new HashMap<>();
    private final Map<Own, Set<Referrer>> referrers = new HashMap<>();

    /** Who refers to something, and whether as to a member. */
    private record Referrer(Own own, boolean asContainer) {}

    /**
     * What restricts an entry.
     *
     * @param ties conditions for the whole of it; one that its own class meets anyway is left out
     * @param members of a container, those with conditions that its readers may not meet
     */
    record Restriction(List<Set<Integer>> ties, Map<StixId, List<Set<Integer>>> members) {}

    /**
     * @param batch the waiting assertions
     * @param logged what the log has of the objects they refer to
     */
    Ties(List<Waiting> batch, LoggedTies logged) {
        this(batch, logged, w -> Set.of(w.statedClass()));
    }

    /** @param allowed classes of which a reader must be allowed one to see an assertion of the batch: other than stated after a recall */
    Ties(List<Waiting> batch, LoggedTies logged, Function<Waiting, Set<Integer>> allowed) {
        this.logged = logged;
        logged.classes().forEach((own, classes) -> known.put(own, new TreeSet<>(classes)));
        for (Waiting w : batch) {
            known.computeIfAbsent(w.own(), own -> new TreeSet<>()).addAll(allowed.apply(w));
            stated.computeIfAbsent(w.own(), own -> new TreeSet<>()).add(w.statedClass());
            if (w.isContainer()) {
                containers.add(w.own());
            }
        }
        batch.forEach(this::addDirect);
        passOn();
    }

    private void addDirect(Waiting waiting) {
        References references = waiting.references();
        Referrer whole = new Referrer(waiting.own(), false);
        Referrer container = new Referrer(waiting.own(), true);
        references.own().forEach(target -> addOwn(whole, waiting.own(target)));
        references.others().forEach((target, classes) -> addOther(whole, target, classes));
        references.members().forEach((member, classes) -> {
            if (classes.isEmpty()) {
                addOwn(container, waiting.own(member));
            } else {
                addOther(container, member, classes);
            }
        });
    }

    private void addOwn(Referrer referrer, Own target) {
        Set<Integer> classes = known.get(target);
        if (classes == null || target.equals(referrer.own())) {
            return;
        }
        add(referrer, List.of(classes));
        add(referrer, logged.inside(target));
        referrers.computeIfAbsent(target, own -> new HashSet<>()).add(referrer);
    }

    private void addOther(Referrer referrer, StixId target, Set<Integer> classes) {
        add(referrer, List.of(classes));
        add(referrer, logged.inside(target, classes));
    }

    /** Whether there is anything new. */
    private boolean add(Referrer referrer, Collection<Set<Integer>> more) {
        if (more.isEmpty()) {
            return false;
        }
        Set<Set<Integer>> mine =
                (referrer.asContainer() ? inside : hard).computeIfAbsent(referrer.own(), none -> new HashSet<>());
        if (mine.contains(NEVER)) {
            return false;
        }
        boolean grown = mine.addAll(more);
        if (mine.size() > CONDITIONS_MAX || mine.contains(NEVER)) {
            mine.clear();
            mine.add(NEVER);
        }
        return grown;
    }

    private void passOn() {
        Deque<Own> grown = new ArrayDeque<>(hard.keySet());
        grown.addAll(inside.keySet());
        while (!grown.isEmpty()) {
            Own target = grown.remove();
            for (Referrer referrer : referrers.getOrDefault(target, Set.of())) {
                if (!referrer.own().equals(target)
                        && (add(referrer, hard.getOrDefault(target, Set.of()))
                                | add(referrer, inside.getOrDefault(target, Set.of())))) {
                    grown.add(referrer.own());
                }
            }
        }
    }

    /** What restricts an assertion as a whole, the members of a container aside. */
    List<Set<Integer>> whole(Waiting waiting) {
        return hard.getOrDefault(waiting.own(), Set.of()).stream()
                .filter(anyOf -> !anyOf.contains(waiting.statedClass()))
                .toList();
    }

    /**
     * What restricts a container.
     *
     * @param effective the classes, as restricted by {@link #whole}, of the objects of the batch that are no containers
     */
    Restriction container(Waiting waiting, Map<Own, Set<Integer>> effective) {
        List<Set<Integer>> whole = new ArrayList<>(whole(waiting));
        Set<Set<Integer>> implied = new HashSet<>(whole);
        Map<StixId, List<Set<Integer>>> members = new TreeMap<>(java.util.Comparator.comparing(StixId::toString));
        boolean free = waiting.references().freeMembers();
        int further = 0;
        for (Map.Entry<StixId, Set<Integer>> member :
                waiting.references().members().entrySet()) {
            List<Set<Integer>> conditions = member(waiting, member.getKey(), member.getValue(), effective).stream()
                    .filter(anyOf -> !anyOf.contains(waiting.statedClass()) && !implied.contains(anyOf))
                    .toList();
            if (!conditions.isEmpty()) {
                members.put(member.getKey(), conditions);
                further += conditions.size() - 1;
            } else if (suffices(waiting.id(), member.getKey())) {
                free = true;
            }
        }
        if (further > CONDITIONS_MAX) {
            return new Restriction(List.of(NEVER), Map.of());
        }
        if (!free) {
            whole.addAll(anyMember(waiting.id(), members));
        }
        return new Restriction(List.copyOf(whole), members);
    }

    private Collection<Set<Integer>> member(
            Waiting container, StixId member, Set<Integer> ofOthers, Map<Own, Set<Integer>> effective) {
        Set<Set<Integer>> conditions = new LinkedHashSet<>();
        if (!ofOthers.isEmpty()) {
            conditions.add(ofOthers);
            conditions.addAll(logged.inside(member, ofOthers));
            return conditions;
        }
        Own own = container.own(member);
        if (own.equals(container.own()) || !known.containsKey(own)) {
            return conditions;
        }
        if (containers.contains(own)) {
            conditions.add(known.getOrDefault(own, Set.of()));
            conditions.addAll(hard.getOrDefault(own, Set.of()));
            conditions.addAll(inside.getOrDefault(own, Set.of()));
        } else {
            Set<Integer> classes = new TreeSet<>(effective.getOrDefault(own, Set.of()));
            classes.addAll(logged.classes().getOrDefault(own, Set.of()));
            conditions.add(classes);
        }
        conditions.addAll(logged.inside(own));
        return conditions;
    }

    /**
     * A container of which nothing would be left is withheld. Of a member with one condition its classes count towards that;
     * "one member with all its conditions" cannot be said in classes, so where all have several, one of them must be visible.
     */
    static Collection<Set<Integer>> anyMember(StixId container, Map<StixId, List<Set<Integer>>> members) {
        Set<Integer> union = new TreeSet<>();
        Optional<List<Set<Integer>>> fewest = Optional.empty();
        for (Map.Entry<StixId, List<Set<Integer>>> member : members.entrySet()) {
            List<Set<Integer>> conditions = member.getValue();
            if (!suffices(container, member.getKey())) {
                continue;
            }
            if (conditions.size() == 1) {
                union.addAll(conditions.get(0));
            } else if (fewest.isEmpty() || conditions.size() < fewest.get().size()) {
                fewest = Optional.of(conditions);
            }
        }
        return union.isEmpty() && fewest.isPresent() ? fewest.get() : List.of(union);
    }

    /** Whether the container may consist of such a member alone: observed data must name an observable (§4.14). */
    static boolean suffices(StixId container, StixId member) {
        return !container.type().equals(OBSERVED_DATA) || !member.type().equals(RELATIONSHIP);
    }
}
