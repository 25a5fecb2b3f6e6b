package org.entente.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.stix.StixId;

/**
 * Asks the index and the log for what may be worth looking at, among entries of classes the caller may have as the log has them
 * now. What it gives is only where to look. Thread safe.
 */
@ApplicationScoped
class Sieve {

    /** As far as a term's entries are counted to see which of several is rare: of what has more, the newest tell how dense they are. */
    private static final int COUNTED_MAX = 1_000;

    private static final String RAREST_FIRST = """
            SELECT a.term FROM unnest($1::bigint[]) AS a(term) CROSS JOIN LATERAL (
                SELECT count(*) AS entries, min(newest.position) AS oldest FROM (
                    SELECT t.position FROM search_term t WHERE t.term = a.term ORDER BY t.position DESC LIMIT $2) newest) c
            ORDER BY c.entries, c.oldest""";

    private static final String HAVING = """
            SELECT e.position, k.name, e.object_uuid
            FROM search_term t JOIN log_entry e USING (position) JOIN stix_kind k USING (kind_id)
            WHERE t.term = $1 AND t.position > $2 AND t.position < $3 AND e.class_id = ANY($4::int[]) AND NOT EXISTS (
                SELECT 1 FROM unnest($5::bigint[]) AS o(term) WHERE NOT EXISTS (
                    SELECT 1 FROM search_term s WHERE s.term = o.term AND s.position = t.position))
            ORDER BY t.position DESC LIMIT $6""";

    private static final String NEWEST = """
            SELECT e.position, k.name, e.object_uuid
            FROM log_entry e JOIN stix_kind k USING (kind_id)
            WHERE e.position > $1 AND e.position < $2 AND e.class_id = ANY($3::int[])
            ORDER BY e.position DESC LIMIT $4""";

    private static final String REFERRING = """
            SELECT k.name, found.object_uuid, max(found.position) AS newest FROM (
                SELECT e.kind_id, e.object_uuid, e.position
                FROM log_reference r JOIN log_entry e USING (position)
                WHERE r.target_uuid = ANY($1::uuid[]) AND e.class_id = ANY($2::int[])
                ORDER BY r.position DESC LIMIT 4 * $3) found
            JOIN stix_kind k USING (kind_id)
            GROUP BY k.name, found.object_uuid ORDER BY newest DESC LIMIT $3""";

    private final Pool pool;
    private final SearchConfig config;

    Sieve(Pool pool, SearchConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** A stretch of the log; both ends exclusive. */
    record Stretch(long after, long before) {
        Stretch before(long position) {
            return new Stretch(after, Math.min(before, position));
        }
    }

    /** Terms in the order in which it is least work to look for them: the rarest first. */
    Uni<List<Long>> rarestFirst(Set<String> terms) {
        List<Long> numbers = terms.stream().map(Terms::number).distinct().toList();
        if (numbers.size() < 2) {
            return Uni.createFrom().item(numbers);
        }
        return ask(
                        RAREST_FIRST,
                        Tuple.tuple().addValue(numbers.toArray(Long[]::new)).addLong((long) COUNTED_MAX))
                .map(rows -> {
                    List<Long> rarest = new ArrayList<>();
                    rows.forEach(row -> rarest.add(row.getLong("term")));
                    return rarest;
                });
    }

    /** The newest entries with all terms, newest first. */
    Uni<Map<Long, StixId>> having(List<Long> rarestFirst, int[] classes, Stretch stretch, int limit) {
        Tuple values = Tuple.tuple()
                .addLong(rarestFirst.get(0))
                .addLong(stretch.after())
                .addLong(stretch.before())
                .addValue(boxed(classes))
                .addValue(rarestFirst.stream().skip(1).toArray(Long[]::new))
                .addInteger(limit);
        return ask(HAVING, values).map(Sieve::byPosition);
    }

    /** The newest entries, newest first. */
    Uni<Map<Long, StixId>> newest(int[] classes, Stretch stretch, int limit) {
        Tuple values = Tuple.tuple()
                .addLong(stretch.after())
                .addLong(stretch.before())
                .addValue(boxed(classes))
                .addInteger(limit);
        return ask(NEWEST, values).map(Sieve::byPosition);
    }

    /** Objects that may refer to one of these, those added last first. */
    Uni<Set<StixId>> referring(Set<StixId> targets, int[] classes, int limit) {
        if (targets.isEmpty() || classes.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        Tuple values = Tuple.tuple()
                .addValue(targets.stream().map(StixId::uuid).distinct().toArray(UUID[]::new))
                .addValue(boxed(classes))
                .addInteger(limit);
        return ask(REFERRING, values).map(rows -> {
            Set<StixId> found = new HashSet<>();
            rows.forEach(row -> found.add(id(row)));
            return found;
        });
    }

    private Uni<RowSet<Row>> ask(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    private static Map<Long, StixId> byPosition(RowSet<Row> rows) {
        Map<Long, StixId> found = new LinkedHashMap<>();
        rows.forEach(row -> found.put(row.getLong("position"), id(row)));
        return found;
    }

    private static StixId id(Row row) {
        return new StixId(row.getString("name"), row.getUUID("object_uuid"));
    }

    private static Integer[] boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Integer[]::new);
    }
}
