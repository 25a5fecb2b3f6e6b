package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.Reclassed.Change;
import org.entente.log.TiedEntries.Tied;
import org.entente.stix.StixId;

/** Works out what a recall makes of the log, over a connection that is not in a transaction. */
final class Reclassing {

    private static final String ENTRIES = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.stated_class_id,
                e.content_id, e.members, e.foreign_ids, c.submitter
            FROM standing_entry e JOIN stix_kind k USING (kind_id)
            JOIN release_class c ON c.class_id = e.stated_class_id
            WHERE e.object_uuid = ANY($1::uuid[]) ORDER BY e.position""";

    private static final String DEFINITIONS =
            "SELECT class_id, definition FROM release_class WHERE class_id = ANY($1::int[])";

    private final SqlConnection connection;
    private final ReleaseClasses classes;

    Reclassing(SqlConnection connection, ReleaseClasses classes) {
        this.connection = connection;
        this.classes = classes;
    }

    Uni<List<StandingEntry>> entriesOf(Collection<UUID> objects) {
        return connection
                .preparedQuery(ENTRIES)
                .execute(Tuple.tuple().addValue(objects.stream().distinct().toArray(UUID[]::new)))
                .map(rows -> {
                    List<StandingEntry> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(TiedEntries.entry(row)));
                    return found;
                });
    }

    Uni<Map<Integer, ReleaseClass>> definitions(Collection<Integer> numbers) {
        return connection
                .preparedQuery(DEFINITIONS)
                .execute(Tuple.tuple().addValue(numbers.stream().distinct().toArray(Integer[]::new)))
                .map(rows -> {
                    Map<Integer, ReleaseClass> found = new HashMap<>();
                    rows.forEach(row -> ReleaseClassJson.tryRead(row.getString("definition"))
                            .ifPresent(c -> found.put(row.getInteger("class_id"), c)));
                    return found;
                });
    }

    Uni<Reclassed> of(Map<StandingEntry, Integer> recalled) {
        Set<UUID> objects = recalled.keySet().stream()
                .map(entry -> entry.placement().id().uuid())
                .collect(Collectors.toSet());
        Map<Long, Integer> byPosition = new HashMap<>();
        recalled.forEach((entry, number) -> byPosition.put(entry.placement().position(), number));
        TiedEntries ties = new TiedEntries(connection);
        recalled.keySet().forEach(entry -> ties.named(entry.placement().id()));
        return entriesOf(objects)
                .chain(before -> ties.of(before, byPosition))
                .chain(tied -> conditioned(ties, tied))
                .chain(tied -> numbered(byPosition, tied).chain(numbers -> reclassed(recalled, tied, numbers)));
    }

    /** An entry with all that it is further restricted by. */
    private record Narrowed(StandingEntry entry, Set<Set<Integer>> ties, Links links) {}

    private Uni<List<Narrowed>> conditioned(TiedEntries ties, Collection<Tied> tied) {
        List<Tied> real = tied.stream().filter(t -> !t.all().isEmpty()).toList();
        Set<Long> containers = real.stream()
                .filter(t -> !t.members.isEmpty())
                .map(t -> t.entry.contentId())
                .collect(Collectors.toSet());
        return ties.members(containers)
                .map(members -> real.stream()
                        .map(t -> narrowed(t, members.getOrDefault(t.entry.contentId(), Set.of())))
                        .toList());
    }

    /** A container of which nothing would be left for a reader is withheld from it. */
    private static Narrowed narrowed(Tied tied, Set<StixId> all) {
        Links before = tied.entry.placement().links();
        if (tied.members.isEmpty()) {
            return new Narrowed(tied.entry, tied.hard, before);
        }
        StixId container = tied.entry.placement().id();
        Map<StixId, List<Set<Integer>>> members = new TreeMap<>(Comparator.comparing(StixId::toString));
        members.putAll(before.members());
        tied.members.forEach((member, conditions) -> members.merge(
                member,
                List.copyOf(conditions),
                (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream())
                        .distinct()
                        .toList()));
        Set<Set<Integer>> whole = new LinkedHashSet<>(tied.hard);
        boolean free = all.stream().anyMatch(m -> !members.containsKey(m) && Ties.suffices(container, m));
        if (!free) {
            whole.addAll(Ties.anyMember(container, members));
        }
        return new Narrowed(tied.entry, whole, new Links(members, before.foreign()));
    }

    /** The class numbers that entries get, by position. */
    private Uni<Map<Long, Integer>> numbered(Map<Long, Integer> recalled, List<Narrowed> narrowed) {
        Map<Long, Integer> starting = new HashMap<>();
        for (Narrowed one : narrowed) {
            long position = one.entry().placement().position();
            starting.put(
                    position,
                    recalled.getOrDefault(position, one.entry().placement().classNumber()));
        }
        return definitions(starting.values()).chain(definitions -> {
            Map<Long, ReleaseClass> wanted = new LinkedHashMap<>();
            for (Narrowed one : narrowed) {
                long position = one.entry().placement().position();
                ReleaseClass now = definitions.get(starting.get(position));
                if (now != null && !now.wasWithdrawn() && !one.ties().isEmpty()) {
                    wanted.put(position, tied(now, one.ties()));
                }
            }
            return classes.numbersOf(connection, new HashSet<>(wanted.values())).map(found -> {
                Map<Long, Integer> numbers = new HashMap<>(starting);
                numbers.putAll(recalled);
                wanted.forEach((position, c) -> numbers.put(position, found.getOrDefault(c, 0)));
                return numbers;
            });
        });
    }

    private static ReleaseClass tied(ReleaseClass now, Set<Set<Integer>> further) {
        ReleaseClass tied = now;
        for (Set<Integer> condition : further) {
            tied = tied.alsoTiedTo(condition);
        }
        return tied.ties().size() > Ties.CONDITIONS_MAX ? now.tiedTo(List.of(Ties.NEVER)) : tied;
    }

    private Uni<Reclassed> reclassed(
            Map<StandingEntry, Integer> recalled, List<Narrowed> narrowed, Map<Long, Integer> numbers) {
        Map<Long, Links> links = new HashMap<>();
        narrowed.forEach(one -> links.put(one.entry().placement().position(), one.links()));
        Map<Long, StandingEntry> touched = new TreeMap<>();
        recalled.keySet().forEach(entry -> touched.put(entry.placement().position(), entry));
        narrowed.forEach(one -> touched.putIfAbsent(one.entry().placement().position(), one.entry()));
        List<Change> changes = new ArrayList<>();
        touched.forEach((position, entry) -> {
            StandingEntry after = entry.under(
                    numbers.getOrDefault(position, entry.placement().classNumber()),
                    links.getOrDefault(position, entry.placement().links()));
            if (!after.equals(entry)) {
                changes.add(new Change(entry, after));
            }
        });
        Set<Long> changed =
                changes.stream().map(c -> c.before().placement().position()).collect(Collectors.toSet());
        Set<UUID> objects =
                changes.stream().map(c -> c.before().placement().id().uuid()).collect(Collectors.toSet());
        if (changes.size() > Reclassed.AT_ONCE_MAX) {
            return Uni.createFrom().item(new Reclassed(changes, List.of()));
        }
        return entriesOf(objects)
                .map(all -> new Reclassed(
                        changes,
                        all.stream()
                                .filter(entry ->
                                        !changed.contains(entry.placement().position()))
                                .toList()));
    }
}
