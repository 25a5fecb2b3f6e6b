package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The head of the queue, in whole submissions: the two halves of one would not know of each other's restrictions. In order of their
 * first rows, until there are enough rows, but always at least one.
 *
 * <p>Not one statement that joins the queue with itself: what PostgreSQL believes of a table that is as good as empty whenever it is
 * swept is that it is empty, and then it compares each row with every other.
 */
final class QueueHead {

    private static final String ROWS = """
            SELECT p.submission_id, p.pending_id, p.content_id, p.object_uuid, p.kind_id, p.version, p.class_id, p.fresh, p.ties,
                p.members, p.foreign_ids, k.name, r.submitter
            FROM (SELECT * FROM log_pending %s) p
            JOIN stix_kind k USING (kind_id) JOIN release_class r USING (class_id)
            ORDER BY p.pending_id""";

    static final String FIRST = ROWS.formatted("ORDER BY pending_id LIMIT $1");

    static final String FURTHER = ROWS.formatted("WHERE pending_id > $1 AND submission_id = ANY($2::uuid[])");

    static final String COUNTS = """
            SELECT submission_id, count(*) AS further FROM log_pending
            WHERE pending_id > $1 AND submission_id = ANY($2::uuid[]) GROUP BY submission_id""";

    private final SqlConnection connection;
    private final int size;

    QueueHead(SqlConnection connection, int size) {
        this.connection = connection;
        this.size = size;
    }

    /** A submission's rows are committed at once: what is not among the first is there by now. */
    Uni<List<Waiting>> take() {
        return connection.preparedQuery(FIRST).execute(Tuple.of(size)).chain(first -> {
            List<Row> rows = new ArrayList<>(first.size());
            first.forEach(rows::add);
            // Else there is nothing behind them.
            return rows.size() < size ? Uni.createFrom().item(waiting(rows)) : whole(rows);
        });
    }

    private Uni<List<Waiting>> whole(List<Row> first) {
        long last = first.get(first.size() - 1).getLong("pending_id");
        Map<UUID, Integer> lines = new LinkedHashMap<>();
        first.forEach(row -> lines.merge(row.getUUID("submission_id"), 1, Integer::sum));
        return connection
                .preparedQuery(COUNTS)
                .execute(Tuple.of(last, lines.keySet().toArray(UUID[]::new)))
                .chain(counts -> {
                    Map<UUID, Long> further = further(counts);
                    Set<UUID> chosen = chosen(lines, further);
                    List<Row> rows = new ArrayList<>(first);
                    rows.removeIf(row -> !chosen.contains(row.getUUID("submission_id")));
                    further.keySet().retainAll(chosen);
                    return further.isEmpty()
                            ? Uni.createFrom().item(waiting(rows))
                            : rest(last, further.keySet()).map(rest -> {
                                rest.forEach(rows::add);
                                return waiting(rows);
                            });
                });
    }

    private static Map<UUID, Long> further(RowSet<Row> counts) {
        Map<UUID, Long> further = new HashMap<>();
        counts.forEach(row -> further.put(row.getUUID("submission_id"), row.getLong("further")));
        return further;
    }

    private Set<UUID> chosen(Map<UUID, Integer> lines, Map<UUID, Long> further) {
        Set<UUID> chosen = new HashSet<>();
        long before = 0;
        for (Map.Entry<UUID, Integer> submission : lines.entrySet()) {
            if (before >= size) {
                break;
            }
            chosen.add(submission.getKey());
            before += submission.getValue() + further.getOrDefault(submission.getKey(), 0L);
        }
        return chosen;
    }

    private Uni<RowSet<Row>> rest(long last, Set<UUID> submissions) {
        return connection.preparedQuery(FURTHER).execute(Tuple.of(last, submissions.toArray(UUID[]::new)));
    }

    private static List<Waiting> waiting(List<Row> rows) {
        return rows.stream().map(Waiting::of).toList();
    }
}
