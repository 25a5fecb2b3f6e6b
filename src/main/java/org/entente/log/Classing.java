package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.log.Ties.Restriction;
import org.entente.log.Waiting.Own;
import org.entente.stix.StixId;

/** Finds the class each assertion of a batch is placed under, as restricted by what it refers to, and its links. */
final class Classing {

    /**
     * Entries of others only where they are containers, whose members restrict what refers to them. What was erased meanwhile restricts
     * as it did.
     */
    private static final String TIED = """
            SELECT DISTINCT k.name, e.object_uuid, r.submitter, e.class_id, e.members FROM standing_entry e
            JOIN stix_kind k USING (kind_id) JOIN release_class r USING (class_id)
            WHERE e.object_uuid = ANY($1::uuid[])
              AND (r.submitter = ANY($2::text[]) OR (e.members IS NOT NULL AND e.class_id = ANY($3::int[])))
            UNION
            SELECT k.name, e.object_uuid, r.submitter, d.class_id, NULL FROM log_entry e JOIN log_purged d USING (position)
            JOIN stix_kind k USING (kind_id) JOIN release_class r ON r.class_id = d.class_id
            WHERE e.object_uuid = ANY($1::uuid[]) AND e.class_id = 0 AND r.submitter = ANY($2::text[])""";

    private static final String DEFINITIONS =
            "SELECT class_id, definition FROM release_class WHERE class_id = ANY($1::int[])";

    private final SqlConnection connection;
    private final ReleaseClasses classes;
    private final RecallScopes recalled;

    /**
     * @param connection not in a transaction
     * @param recalled what of the batch was recalled before it is placed
     */
    Classing(SqlConnection connection, ReleaseClasses classes, RecallScopes recalled) {
        this.connection = connection;
        this.classes = classes;
        this.recalled = recalled;
    }

    /** What an assertion is placed with. */
    record Sequenced(int classNumber, Links links) {}

    /** For each waiting assertion, in order. */
    Uni<List<Sequenced>> of(List<Waiting> waiting) {
        if (recalled.isEmpty() && waiting.stream().noneMatch(w -> w.references().restrict())) {
            return Uni.createFrom()
                    .item(waiting.stream()
                            .map(w -> sequenced(w, w.statedClass(), Map.of()))
                            .toList());
        }
        return logged(waiting)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(logged -> new Ties(waiting, logged, recalled::classesOf))
                .chain(ties -> definitions(waiting).chain(stated -> classed(waiting, ties, stated)));
    }

    private static Sequenced sequenced(Waiting waiting, int classNumber, Map<StixId, List<Set<Integer>>> members) {
        return new Sequenced(
                classNumber, new Links(members, waiting.references().foreign()));
    }

    private Uni<LoggedTies> logged(List<Waiting> waiting) {
        Set<UUID> objects = new HashSet<>();
        Set<Integer> ofOthers = new HashSet<>();
        for (Waiting w : waiting) {
            References references = w.references();
            references.own().forEach(id -> objects.add(id.uuid()));
            Stream.of(references.others(), references.members())
                    .flatMap(map -> map.entrySet().stream())
                    .forEach(e -> {
                        objects.add(e.getKey().uuid());
                        ofOthers.addAll(e.getValue());
                    });
        }
        Tuple asked = Tuple.tuple()
                .addValue(objects.toArray(UUID[]::new))
                .addValue(waiting.stream().map(Waiting::submitter).distinct().toArray(String[]::new))
                .addValue(ofOthers.toArray(Integer[]::new));
        return connection.preparedQuery(TIED).execute(asked).map(LoggedTies::of);
    }

    private Uni<Map<Integer, ReleaseClass>> definitions(List<Waiting> waiting) {
        Integer[] numbers =
                waiting.stream().map(Waiting::statedClass).distinct().toArray(Integer[]::new);
        return connection
                .preparedQuery(DEFINITIONS)
                .execute(Tuple.tuple().addValue(numbers))
                .map(Classing::readDefinitions);
    }

    private static Map<Integer, ReleaseClass> readDefinitions(RowSet<Row> rows) {
        Map<Integer, ReleaseClass> stated = new HashMap<>();
        for (Row row : rows) {
            ReleaseClassJson.tryRead(row.getString("definition"))
                    .ifPresent(c -> stated.put(row.getInteger("class_id"), c));
        }
        return stated;
    }

    /** Containers last: what their members are conditioned on are the numbers the others get. */
    private Uni<List<Sequenced>> classed(List<Waiting> waiting, Ties ties, Map<Integer, ReleaseClass> stated) {
        Map<Waiting, List<Set<Integer>>> plain = new HashMap<>();
        waiting.stream().filter(w -> !w.isContainer()).forEach(w -> plain.put(w, recalled.with(w, ties.whole(w))));
        return numbered(plain, stated).chain(numbers -> {
            Map<Own, Set<Integer>> effective = new HashMap<>();
            numbers.forEach((w, number) ->
                    effective.computeIfAbsent(w.own(), own -> new TreeSet<>()).add(number));
            Map<Waiting, Restriction> containers = new HashMap<>();
            waiting.stream().filter(Waiting::isContainer).forEach(w -> containers.put(w, ties.container(w, effective)));
            Map<Waiting, List<Set<Integer>>> rest = new HashMap<>();
            containers.forEach((w, restriction) -> rest.put(w, recalled.with(w, restriction.ties())));
            return numbered(rest, stated).map(more -> {
                numbers.putAll(more);
                return waiting.stream()
                        .map(w -> sequenced(
                                w,
                                numbers.getOrDefault(w, 0),
                                containers.containsKey(w) ? containers.get(w).members() : Map.of()))
                        .toList();
            });
        });
    }

    /** The numbers of the stated classes under these ties. */
    private Uni<Map<Waiting, Integer>> numbered(
            Map<Waiting, List<Set<Integer>>> ties, Map<Integer, ReleaseClass> stated) {
        Map<Waiting, Integer> numbers = new HashMap<>();
        Map<Waiting, ReleaseClass> tied = new HashMap<>();
        ties.forEach((w, conditions) -> {
            ReleaseClass own = stated.get(w.statedClass());
            // A stated class this version cannot read is released to nobody as it is; it needs no further restriction.
            if (conditions.isEmpty() || own == null) {
                numbers.put(w, w.statedClass());
            } else {
                tied.put(w, own.tiedTo(conditions));
            }
        });
        return classes.numbersOf(connection, new HashSet<>(tied.values())).map(found -> {
            tied.forEach((w, c) -> numbers.put(w, found.getOrDefault(c, 0)));
            return numbers;
        });
    }
}
