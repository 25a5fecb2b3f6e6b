package org.entente.advisory;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.log.KnownContent;
import org.entente.log.ReleaseClass;
import org.entente.party.Attribution;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * How a report names what it gathers. Pure.
 *
 * <p>An object that somebody submitted in the open is named by its id, for those who may have it so. One whose submitter is hidden
 * is named by the id that its readers know it by: its own would let whoever sees that id elsewhere find out who submitted it. A
 * container of such a submitter is not named at all, since it has another id for each reader it is trimmed for.
 *
 * @param named by the object's id in the log
 * @param unnamed that are there and cannot be named
 * @param gone that nobody can have any more
 */
record Members(Map<StixId, Named> named, Set<StixId> unnamed, Set<StixId> gone) {

    Members {
        unnamed = Set.copyOf(unnamed);
        gone = Set.copyOf(gone);
    }

    /**
     * One that is named.
     *
     * @param name in the report
     * @param classes of which a reader must be allowed one
     */
    record Named(StixId name, Set<Integer> classes) {}

    /** @param ids in the order they are to be named */
    static Members of(List<StixId> ids, Map<StixId, List<KnownContent>> known, Decisions decisions) {
        Map<StixId, Named> named = new LinkedHashMap<>();
        Set<StixId> unnamed = new HashSet<>();
        Set<StixId> gone = new HashSet<>();
        for (StixId id : ids) {
            Set<Integer> standing = standing(known.getOrDefault(id, List.of()), decisions);
            Set<Integer> open = standing.stream()
                    .filter(number -> isOpen(number, decisions))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (standing.isEmpty()) {
                gone.add(id);
            } else if (!open.isEmpty()) {
                named.put(id, new Named(id, open));
            } else if (StixObject.isContainer(id.type())) {
                unnamed.add(id);
            } else {
                named.put(id, new Named(decisions.sharedName(id), standing));
            }
        }
        return new Members(named, unnamed, gone);
    }

    private static Set<Integer> standing(List<KnownContent> contents, Decisions decisions) {
        return contents.stream()
                .flatMap(content -> content.classes().keySet().stream())
                .filter(number -> decisions
                        .releaseClass(number)
                        .filter(tuple -> !tuple.wasWithdrawn())
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOpen(int number, Decisions decisions) {
        return decisions
                .releaseClass(number)
                .map(ReleaseClass::origin)
                .filter(origin -> origin.attribution() == Attribution.EVERYONE)
                .isPresent();
    }

    /** In the report's terms: the classes by the names. */
    Map<StixId, Set<Integer>> conditions() {
        return named.values().stream().collect(Collectors.toMap(Named::name, Named::classes, (one, other) -> one));
    }

    /** In order. */
    List<StixId> names() {
        return named.values().stream().map(Named::name).distinct().toList();
    }

    /** Of which a reader must be allowed one to be told of the object; empty where nobody is. */
    Set<Integer> classesOf(StixId id) {
        Named one = named.get(id);
        return one == null ? Set.of() : one.classes();
    }
}
