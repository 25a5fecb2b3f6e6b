package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.stix.StixId;

/**
 * What was recalled before it is placed, of one batch: versions that waited at the time or were sent in again, and objects that
 * the batch refers to by classes they no longer have.
 */
final class RecallScopes {

    private static final String SCOPES =
            "SELECT object_uuid, kind_id, submitter, version_from, version_to, classes FROM recall_scope"
                    + " WHERE object_uuid = ANY($1::uuid[]) AND submitter = ANY($2::text[]) ORDER BY recall_number";

    private static final String MOVES = """
            SELECT m.object_uuid, m.old_class, m.new_class, EXISTS (
                SELECT 1 FROM standing_entry e
                WHERE e.object_uuid = m.object_uuid AND e.class_id = m.old_class) AS still
            FROM recall_move m WHERE object_uuid = ANY($1::uuid[])""";

    /** No class has this number. */
    private static final Set<Integer> NOBODY = Set.of(0);

    private final Map<UUID, List<Scope>> scopes = new HashMap<>();
    private final Map<UUID, Map<Integer, Set<Integer>>> moves = new HashMap<>();

    private record Scope(int kind, String submitter, Instant from, Instant to, Set<Integer> classes) {

        boolean covers(Waiting waiting) {
            Instant version = waiting.version().toInstant();
            return kind == waiting.kind()
                    && submitter.equals(waiting.submitter())
                    && !version.isBefore(from)
                    && !version.isAfter(to);
        }
    }

    /** Those of a batch, over the sequencer's connection. */
    static Uni<RecallScopes> of(SqlConnection connection, List<Waiting> waiting) {
        RecallScopes recalled = new RecallScopes();
        UUID[] own = waiting.stream().map(Waiting::uuid).distinct().toArray(UUID[]::new);
        String[] submitters =
                waiting.stream().map(Waiting::submitter).distinct().toArray(String[]::new);
        UUID[] others = waiting.stream()
                .map(Waiting::references)
                .flatMap(r -> Stream.concat(
                        r.others().keySet().stream(),
                        r.members().entrySet().stream()
                                .filter(member -> !member.getValue().isEmpty())
                                .map(Map.Entry::getKey)))
                .map(StixId::uuid)
                .distinct()
                .toArray(UUID[]::new);
        return connection
                .preparedQuery(SCOPES)
                .execute(Tuple.of(own, submitters))
                .invoke(rows -> recalled.addScopes(rows, waiting))
                .chain(() ->
                        connection.preparedQuery(MOVES).execute(Tuple.tuple().addValue(others)))
                .invoke(rows -> rows.forEach(recalled::addMove))
                .replaceWith(recalled);
    }

    /** Others' recalls of an object in the batch are none of its submitter's: it is placed as soon as without them. */
    private void addScopes(RowSet<Row> rows, List<Waiting> waiting) {
        Map<UUID, List<Waiting>> byObject = waiting.stream().collect(Collectors.groupingBy(Waiting::uuid));
        for (Row row : rows) {
            UUID object = row.getUUID("object_uuid");
            Scope scope = scope(row);
            if (byObject.getOrDefault(object, List.of()).stream().anyMatch(scope::covers)) {
                scopes.computeIfAbsent(object, any -> new ArrayList<>()).add(scope);
            }
        }
    }

    private static Scope scope(Row row) {
        return new Scope(
                row.getInteger("kind_id"),
                row.getString("submitter"),
                row.getOffsetDateTime("version_from").toInstant(),
                row.getOffsetDateTime("version_to").toInstant(),
                new TreeSet<>(List.of(row.getArrayOfIntegers("classes"))));
    }

    private void addMove(Row row) {
        int old = row.getInteger("old_class");
        Set<Integer> instead = moves.computeIfAbsent(row.getUUID("object_uuid"), any -> new HashMap<>())
                .computeIfAbsent(old, any -> new TreeSet<>());
        instead.add(row.getInteger("new_class"));
        if (row.getBoolean("still")) {
            instead.add(old);
        }
    }

    boolean isEmpty() {
        return scopes.isEmpty();
    }

    /** The conditions of an assertion with those of recalls. */
    List<Set<Integer>> with(Waiting waiting, List<Set<Integer>> conditions) {
        List<Set<Integer>> all = new ArrayList<>(conditions);
        for (Scope scope : scopes.getOrDefault(waiting.uuid(), List.of())) {
            if (scope.covers(waiting)) {
                all.add(scope.classes());
            }
        }
        return all;
    }

    /**
     * The classes of which a reader must be allowed one to see an assertion: what it states, or what the last recall left of it,
     * which holds those before it too.
     */
    Set<Integer> classesOf(Waiting waiting) {
        Set<Integer> left = Set.of(waiting.statedClass());
        for (Scope scope : scopes.getOrDefault(waiting.uuid(), List.of())) {
            if (scope.covers(waiting) && !left.equals(NOBODY)) {
                left = scope.classes();
            }
        }
        return left;
    }

    /** The batch with the classes that objects of others have now. */
    List<Waiting> moved(List<Waiting> waiting) {
        return moves.isEmpty()
                ? waiting
                : waiting.stream().map(w -> w.with(moved(w.references()))).toList();
    }

    private References moved(References references) {
        return new References(
                references.own(),
                moved(references.others()),
                moved(references.members()),
                references.freeMembers(),
                references.foreign());
    }

    private Map<StixId, Set<Integer>> moved(Map<StixId, Set<Integer>> known) {
        Map<StixId, Set<Integer>> moved = new HashMap<>();
        known.forEach((id, classes) -> moved.put(id, moved(moves.getOrDefault(id.uuid(), Map.of()), classes)));
        return moved;
    }

    /** A class may have been replaced several times. */
    static Set<Integer> moved(Map<Integer, Set<Integer>> moves, Set<Integer> classes) {
        Set<Integer> seen = new HashSet<>(classes);
        Deque<Integer> open = new ArrayDeque<>(classes);
        Set<Integer> moved = new TreeSet<>();
        while (!open.isEmpty()) {
            int number = open.remove();
            Set<Integer> instead = moves.getOrDefault(number, Set.of(number));
            if (instead.contains(number)) {
                moved.add(number);
            }
            instead.stream().filter(seen::add).forEach(open::add);
        }
        return moved;
    }
}
