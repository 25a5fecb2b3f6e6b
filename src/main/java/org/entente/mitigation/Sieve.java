package org.entente.mitigation;

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
import org.entente.mitigation.Facet.Term;
import org.entente.stix.StixId;

/**
 * Asks the index for what may be worth looking at, among entries of classes the reader may have as the log has them now. What it
 * gives is only where to look. Thread safe.
 */
@ApplicationScoped
class Sieve {

    /** Entries or objects looked at for one question, the newest first; what is beyond them is not found. */
    static final int OBJECTS_MAX = 2_000;

    /**
     * The entry of each row of the index, looked up by its place: joined as they are, the planner reads all of the log where it takes
     * a term for a frequent one.
     */
    private static final String ENTRY = """
            CROSS JOIN LATERAL (SELECT s.kind_id, s.object_uuid, s.class_id FROM standing_entry s
                                WHERE s.position = t.position OFFSET 0) e""";

    private static final String NAME = "(SELECT k.name FROM stix_kind k WHERE k.kind_id = %s.kind_id) AS name";

    /**
     * A CVE may be named by more objects than can be looked at, of which few have to do with a mitigation. Those that have by their
     * own ids come first; of the others, which may have by ids of views, the newest.
     */
    private static final String BY_TERM = """
            WITH tied AS MATERIALIZED (
                SELECT t.position FROM mitigation_term t WHERE t.facet = $1 AND t.term = $2
                AND (t.remedy OR EXISTS (SELECT 1 FROM mitigation_link l WHERE l.target_uuid = t.object_uuid)))
            SELECT %1$s, object_uuid, array_agg(DISTINCT class_id) AS classes, bool_or(tied) AS tied FROM (
                (SELECT e.*, true AS tied FROM tied t %2$s
                WHERE e.class_id = ANY($3::int[]) ORDER BY t.position DESC LIMIT $4)
                UNION ALL
                (SELECT e.*, false AS tied FROM mitigation_term t %2$s
                WHERE t.facet = $1 AND t.term = $2 AND NOT t.remedy AND e.class_id = ANY($3::int[])
                ORDER BY t.position DESC LIMIT $4)) found
            GROUP BY kind_id, object_uuid""".formatted(NAME.formatted("found"), ENTRY);

    private static final String TARGETS = """
            SELECT DISTINCT t.target_uuid FROM mitigation_link t %s
            WHERE t.target_uuid = ANY($1::uuid[]) AND e.class_id = ANY($2::int[])""".formatted(ENTRY);

    private static final String REMEDIES = """
            SELECT t.position, %s, e.object_uuid FROM mitigation_term t %s
            WHERE t.facet = $1 AND t.term = $2 AND t.remedy AND t.position > $3 AND e.class_id = ANY($4::int[])
            ORDER BY t.position LIMIT $5""".formatted(NAME.formatted("e"), ENTRY);

    private static final String LINKS = """
            SELECT %s, e.object_uuid, max(t.position) AS newest FROM mitigation_link t %s
            WHERE t.%%s = ANY($1::uuid[]) AND e.class_id = ANY($2::int[])
            GROUP BY e.kind_id, e.object_uuid ORDER BY newest DESC LIMIT $3""".formatted(NAME.formatted("e"), ENTRY);

    private static final String TO = LINKS.formatted("target_uuid");
    private static final String FROM = LINKS.formatted("source_uuid");

    private final Pool pool;
    private final MitigationConfig config;

    Sieve(Pool pool, MitigationConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /**
     * An object with a term.
     *
     * @param id as the log names it
     * @param classes of which the reader may have it
     * @param tied whether it is a mitigation, or a relationship that may be withheld says under this id that it is the target of one
     */
    record Candidate(StixId id, Set<Integer> classes, boolean tied) {
        Candidate {
            classes = Set.copyOf(classes);
        }
    }

    /** Objects of any type with the term. */
    Uni<List<Candidate>> having(Term term, int[] classes) {
        return ask(
                        BY_TERM,
                        Tuple.tuple()
                                .addString(term.facet().label())
                                .addString(term.text())
                                .addValue(boxed(classes))
                                .addInteger(OBJECTS_MAX))
                .map(rows -> {
                    List<Candidate> found = new ArrayList<>();
                    rows.forEach(row -> found.add(
                            new Candidate(id(row), Set.of(row.getArrayOfIntegers("classes")), row.getBoolean("tied"))));
                    return found;
                });
    }

    /** Those of these that relationships which the reader may have give as their target. */
    Uni<Set<UUID>> targets(Set<UUID> ends, int[] classes) {
        return ends.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : ask(TARGETS, Tuple.tuple().addValue(ends.toArray(UUID[]::new)).addValue(boxed(classes)))
                        .map(rows -> {
                            Set<UUID> found = new HashSet<>();
                            rows.forEach(row -> found.add(row.getUUID("target_uuid")));
                            return found;
                        });
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
