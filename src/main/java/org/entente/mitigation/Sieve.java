package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.mitigation.Facet.Term;
import org.entente.stix.StixId;

/**
 * Asks the index for what may be worth looking at, among entries of classes the reader may have as the log has them now. What it
 * gives is only where to look. Thread safe.
 */
@ApplicationScoped
class Sieve {

    /** Objects looked at for one question, the newest first; what is beyond them is not found. */
    static final int OBJECTS_MAX = 2_000;

    private static final String BY_TERM = """
            SELECT k.name, e.object_uuid, max(e.position) AS newest
            FROM mitigation_term t JOIN standing_entry e USING (position) JOIN stix_kind k USING (kind_id)
            WHERE t.facet = $1 AND t.term = $2 AND e.class_id = ANY($3::int[])
            GROUP BY k.name, e.object_uuid ORDER BY newest DESC LIMIT $4""";

    private static final String REMEDIES = """
            SELECT e.position, k.name, e.object_uuid
            FROM mitigation_term t JOIN standing_entry e USING (position) JOIN stix_kind k USING (kind_id)
            WHERE t.facet = $1 AND t.term = $2 AND t.remedy AND t.position > $3 AND e.class_id = ANY($4::int[])
            ORDER BY t.position LIMIT $5""";

    private static final String LINKS = """
            SELECT k.name, e.object_uuid, max(e.position) AS newest
            FROM mitigation_link l JOIN standing_entry e USING (position) JOIN stix_kind k USING (kind_id)
            WHERE l.%s = ANY($1::uuid[]) AND e.class_id = ANY($2::int[])
            GROUP BY k.name, e.object_uuid ORDER BY newest DESC LIMIT $3""";

    private static final String TO = LINKS.formatted("target_uuid");
    private static final String FROM = LINKS.formatted("source_uuid");

    private final Pool pool;
    private final MitigationConfig config;

    Sieve(Pool pool, MitigationConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Objects of any type with the term, as the log names them. */
    Uni<Set<StixId>> having(Term term, int[] classes) {
        return ask(
                        BY_TERM,
                        Tuple.tuple()
                                .addString(term.facet().label())
                                .addString(term.text())
                                .addValue(boxed(classes))
                                .addInteger(OBJECTS_MAX))
                .map(Sieve::ids);
    }

    /** The next mitigations with the term behind a position, by position. */
    Uni<Map<Long, StixId>> remedies(Term term, int[] classes, long after, int limit) {
        return ask(
                        REMEDIES,
                        Tuple.tuple()
                                .addString(term.facet().label())
                                .addString(term.text())
                                .addLong(after)
                                .addValue(boxed(classes))
                                .addInteger(limit))
                .map(rows -> {
                    Map<Long, StixId> found = new LinkedHashMap<>();
                    rows.forEach(row -> found.put(row.getLong("position"), id(row)));
                    return found;
                });
    }

    /** Relationships whose target may be one of these. */
    Uni<Set<StixId>> linksTo(Set<StixId> targets, int[] classes) {
        return links(TO, targets, classes);
    }

    /** Relationships whose source may be one of these. */
    Uni<Set<StixId>> linksFrom(Set<StixId> sources, int[] classes) {
        return links(FROM, sources, classes);
    }

    private Uni<Set<StixId>> links(String sql, Set<StixId> ends, int[] classes) {
        UUID[] uuids = ends.stream().map(StixId::uuid).distinct().toArray(UUID[]::new);
        return ask(sql, Tuple.tuple().addValue(uuids).addValue(boxed(classes)).addInteger(OBJECTS_MAX))
                .map(Sieve::ids);
    }

    private Uni<RowSet<Row>> ask(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    private static Set<StixId> ids(RowSet<Row> rows) {
        Set<StixId> ids = new HashSet<>();
        rows.forEach(row -> ids.add(id(row)));
        return ids;
    }

    private static StixId id(Row row) {
        return new StixId(row.getString("name"), row.getUUID("object_uuid"));
    }

    private static Integer[] boxed(int[] classes) {
        return Arrays.stream(classes).boxed().toArray(Integer[]::new);
    }
}
