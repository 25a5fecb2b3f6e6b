package org.entente.log;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * That an entry refers to an object its submitter knew here.
 *
 * @param target the object
 * @param position of the entry
 * @param member whether it is only named in a container's list of members
 * @param classes by which the submitter knows an object of others; null for one it asserts itself
 */
record Reference(
        UUID target,
        long position,
        boolean member,
        @Nullable Set<Integer> classes) {

    /** Those of an entry; what refers to itself does not count. */
    static List<Reference> of(References references, StixId own, long position) {
        List<Reference> found = new ArrayList<>();
        references.own().forEach(id -> found.add(new Reference(id.uuid(), position, false, null)));
        references.others().forEach((id, classes) -> found.add(new Reference(id.uuid(), position, false, classes)));
        references
                .members()
                .forEach((id, classes) ->
                        found.add(new Reference(id.uuid(), position, true, classes.isEmpty() ? null : classes)));
        found.removeIf(reference -> reference.target().equals(own.uuid()));
        return found;
    }

    /** As columns: targets, positions, members, classes. */
    static Tuple rows(List<Reference> references) {
        return Tuple.tuple()
                .addValue(references.stream().map(Reference::target).toArray(UUID[]::new))
                .addValue(references.stream().map(Reference::position).toArray(Long[]::new))
                .addValue(references.stream().map(Reference::member).toArray(Boolean[]::new))
                .addValue(references.stream()
                        .map(reference -> text(reference.classes()))
                        .toArray(String[]::new));
    }

    private static @Nullable String text(@Nullable Set<Integer> classes) {
        return classes == null
                ? null
                : new TreeSet<>(classes).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
