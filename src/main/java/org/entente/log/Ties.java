package org.entente.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.log.Waiting.Own;

/**
 * Works out, for the objects of one batch, what a reader must be allowed to see before it may see an object that ties others
 * together. For an object of the same submitter that is one of the classes that submitter asserts it under, whoever else
 * asserts it too: what others send must not loosen what this one tied. For an object of others it is one of the classes by
 * which the submitter knew it, as intake found them. What the submitter could not know of adds no condition.
 *
 * <p>Within the batch conditions pass from object to object, so a relationship to a report waits for what the report waits
 * for. Passing on is by a work list that ends when nothing grows: reports and notes may refer to one another in circles. An
 * object with more than {@value #CONDITIONS_MAX} conditions is released to nobody but its submitter: following any number of
 * them would let one submission keep the sequencer busy for ever.
 */
final class Ties {

    static final int CONDITIONS_MAX = 256;

    /** A condition nobody meets. */
    private static final Set<Integer> NEVER = Set.of();

    private final Map<Own, Set<Integer>> known = new HashMap<>();
    private final Map<Own, Set<Set<Integer>>> conditions = new HashMap<>();
    private final Map<Own, Set<Own>> referrers = new HashMap<>();

    /**
     * @param batch the waiting assertions
     * @param logged classes of the entries that the tied objects have already, by their submitters
     */
    Ties(List<Waiting> batch, Map<Own, Set<Integer>> logged) {
        logged.forEach((own, classes) -> known.put(own, new TreeSet<>(classes)));
        batch.forEach(
                w -> known.computeIfAbsent(w.own(), own -> new TreeSet<>()).add(w.statedClass()));
        batch.forEach(this::addDirect);
        passOn();
    }

    private void addDirect(Waiting waiting) {
        if (!waiting.conditions().isEmpty()) {
            add(waiting.own(), waiting.conditions());
        }
        waiting.tied().filter(target -> !target.equals(waiting.own())).forEach(target -> {
            Set<Integer> classes = known.get(target);
            if (classes != null) {
                add(waiting.own(), Set.of(classes));
                referrers.computeIfAbsent(target, own -> new HashSet<>()).add(waiting.own());
            }
        });
    }

    /** Whether there is anything new. */
    private boolean add(Own own, Collection<Set<Integer>> more) {
        Set<Set<Integer>> mine = conditions.computeIfAbsent(own, none -> new HashSet<>());
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
        Deque<Own> grown = new ArrayDeque<>(conditions.keySet());
        while (!grown.isEmpty()) {
            Own target = grown.remove();
            Set<Set<Integer>> passed = conditions.getOrDefault(target, Set.of());
            for (Own referrer : referrers.getOrDefault(target, Set.of())) {
                if (!referrer.equals(target) && add(referrer, passed)) {
                    grown.add(referrer);
                }
            }
        }
    }

    /** The conditions for a waiting assertion; one that its own class meets anyway is left out. */
    List<Set<Integer>> of(Waiting waiting) {
        List<Set<Integer>> result = new ArrayList<>();
        for (Set<Integer> anyOf : conditions.getOrDefault(waiting.own(), Set.of())) {
            if (!anyOf.contains(waiting.statedClass())) {
                result.add(anyOf);
            }
        }
        return result;
    }
}
