package org.entente.review;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which of many held objects can be released, and which of them must be released together: what ties others together goes with
 * them, so that objects that refer to one another in a circle go at once. Pure.
 *
 * @param hindered those that cannot be, and why
 * @param groups the others; each all or none
 */
record ReleasePlan(Map<UUID, String> hindered, List<List<UUID>> groups) {

    static final String WITHOUT_OTHERS =
            "It refers to an object of the same submission, or is marked with one, that is not released, and not to be released with it.";

    /**
     * @param chosen what is to be released
     * @param waits for each, what must be released before it or with it
     * @param hindrances what else is in the way
     */
    static ReleasePlan of(Collection<UUID> chosen, Map<UUID, Set<UUID>> waits, Map<UUID, String> hindrances) {
        Map<UUID, String> hindered = new LinkedHashMap<>(hindrances);
        Set<UUID> left = new LinkedHashSet<>(chosen);
        left.removeAll(hindered.keySet());
        // Every round takes somebody away or is the last.
        while (left.removeIf(id -> {
            boolean alone = !left.containsAll(waits.getOrDefault(id, Set.of()));
            if (alone) {
                hindered.put(id, WITHOUT_OTHERS);
            }
            return alone;
        })) {}
        return new ReleasePlan(hindered, groups(left, waits));
    }

    private static List<List<UUID>> groups(Set<UUID> left, Map<UUID, Set<UUID>> waits) {
        Map<UUID, Set<UUID>> neighbours = new LinkedHashMap<>();
        left.forEach(id -> neighbours.put(id, new LinkedHashSet<>()));
        for (UUID id : left) {
            for (UUID tied : waits.getOrDefault(id, Set.of())) {
                neighbours.getOrDefault(id, Set.of()).add(tied);
                neighbours.getOrDefault(tied, Set.of()).add(id);
            }
        }
        List<List<UUID>> groups = new ArrayList<>();
        Set<UUID> grouped = new LinkedHashSet<>();
        for (UUID id : left) {
            if (!grouped.contains(id)) {
                List<UUID> group = reachable(id, neighbours);
                grouped.addAll(group);
                groups.add(group);
            }
        }
        return groups;
    }

    private static List<UUID> reachable(UUID from, Map<UUID, Set<UUID>> neighbours) {
        List<UUID> found = new ArrayList<>(List.of(from));
        Set<UUID> seen = new LinkedHashSet<>(found);
        for (int next = 0; next < found.size(); next++) {
            for (UUID neighbour : neighbours.getOrDefault(found.get(next), Set.of())) {
                if (seen.add(neighbour)) {
                    found.add(neighbour);
                }
            }
        }
        return found;
    }
}
