package org.entente.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.stix.StixId;

/**
 * Works out, for the objects of one batch, what a reader must be allowed to see before it may see an object that ties others
 * together: for each object it refers to and that the exchange has, one of the classes that object is asserted under. An
 * object nobody has sent in yet can be betrayed by nobody, and adds no condition. Intake names only what the submitter may know of.
 *
 * <p>Within the batch conditions pass from object to object, so a relationship to a report waits for what the report waits
 * for. Passing on is by a work list that ends when nothing grows: reports and notes may refer to one another in circles.
 */
final class Ties {

    private final Map<StixId, Set<Integer>> known;
    private final Map<StixId, Set<Set<Integer>>> conditions = new HashMap<>();
    private final Map<StixId, Set<StixId>> referrers = new HashMap<>();

    /**
     * @param batch the waiting assertions
     * @param logged classes of the entries that the referred objects have already
     */
    Ties(List<Waiting> batch, Map<StixId, Set<Integer>> logged) {
        known = new HashMap<>();
        logged.forEach((id, classes) -> known.put(id, new TreeSet<>(classes)));
        batch.forEach(w -> known.computeIfAbsent(w.id(), id -> new TreeSet<>()).add(w.statedClass()));
        batch.forEach(this::addDirect);
        passOn();
    }

    private void addDirect(Waiting waiting) {
        for (StixId target : waiting.ties()) {
            Set<Integer> classes = known.get(target);
            if (classes == null || target.equals(waiting.id())) {
                continue;
            }
            conditions.computeIfAbsent(waiting.id(), id -> new HashSet<>()).add(classes);
            referrers.computeIfAbsent(target, id -> new HashSet<>()).add(waiting.id());
        }
    }

    private void passOn() {
        Deque<StixId> grown = new ArrayDeque<>(conditions.keySet());
        while (!grown.isEmpty()) {
            StixId target = grown.remove();
            Set<Set<Integer>> passed = conditions.getOrDefault(target, Set.of());
            for (StixId referrer : referrers.getOrDefault(target, Set.of())) {
                boolean more = !referrer.equals(target)
                        && conditions
                                .computeIfAbsent(referrer, id -> new HashSet<>())
                                .addAll(passed);
                if (more) {
                    grown.add(referrer);
                }
            }
        }
    }

    /** The conditions for a waiting assertion; one that its own class meets anyway is left out. */
    List<Set<Integer>> of(Waiting waiting) {
        List<Set<Integer>> result = new ArrayList<>();
        for (Set<Integer> anyOf : conditions.getOrDefault(waiting.id(), Set.of())) {
            if (!anyOf.contains(waiting.statedClass())) {
                result.add(anyOf);
            }
        }
        return result;
    }
}
