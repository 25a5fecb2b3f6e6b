package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.entente.gate.Gate;
import org.entente.release.Decisions;
import org.entente.retention.Rule.Since;

/** Finds what is due under a rule. Thread safe. */
@ApplicationScoped
class Due {

    private static final String ACCEPTED = """
             FROM log_entry e JOIN stix_kind k USING (kind_id)
            WHERE e.class_id = ANY($1::int[]) AND e.position <= coalesce(
                (SELECT position FROM log_entry WHERE date_added <= $2 ORDER BY date_added DESC LIMIT 1), 0)""";

    private static final String VALID_UNTIL = """
             FROM entry_validity v JOIN log_entry e USING (position) JOIN stix_kind k USING (kind_id)
            WHERE e.class_id = ANY($1::int[]) AND v.valid_until <= $2""";

    /**
     * Of a row e of the log and k of its type: that a recall of it fails and is tried again. What that has to tell is found out by what
     * stands, as is whether a newer version is marked more strictly: neither is erased before.
     */
    private static final String TROUBLED = """
            EXISTS (
                SELECT FROM recall_trouble t
                WHERE t.position = e.position
                   OR (t.work = 'marking' AND t.subject = k.name || '--' || e.object_uuid))""";

    private static final String TOLD = """
             AND NOT EXISTS (
                SELECT FROM log_entry n WHERE n.object_uuid = e.object_uuid AND n.kind_id = e.kind_id AND n.version <> e.version
                  AND greatest(n.position, e.position) > (SELECT position FROM recall_marking))
            AND NOT\s""" + TROUBLED;

    private final Pool pool;
    private final Gate gate;
    private final RetentionConfig config;
    private final Clock clock;

    Due(Pool pool, Gate gate, RetentionConfig config, Clock clock) {
        this.pool = pool;
        this.gate = gate;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How many entries a rule would erase now.
     *
     * @param held how many more it would but for legal holds
     * @param left how many more it would but for recalls of them that fail
     */
    record Count(long due, long held, long left) {}

    /** The numbers of the classes that a rule is about. */
    Uni<Integer[]> classes(Rule rule) {
        return gate.upToDate().map(decisions -> classes(rule, decisions).toArray(Integer[]::new));
    }

    /** Of those that some decisions know. */
    static List<Integer> classes(Rule rule, Decisions decisions) {
        return IntStream.rangeClosed(1, decisions.highestClass())
                .filter(number ->
                        decisions.releaseClass(number).filter(rule::isAbout).isPresent())
                .boxed()
                .toList();
    }

    /** The next positions after one, as of what holds things by then. */
    Uni<List<Long>> positions(SqlConnection transaction, Rule rule, Integer[] classes, long after) {
        String sql = "SELECT e.position" + from(rule) + " AND e.position > $3 AND NOT " + Holds.HELD + TOLD
                + " ORDER BY e.position LIMIT $4";
        return transaction
                .preparedQuery(sql)
                .execute(Tuple.of(classes, bound(rule), after, config.batch()))
                .map(rows -> {
                    List<Long> positions = new ArrayList<>(rows.size());
                    rows.forEach(row -> positions.add(row.getLong("position")));
                    return positions;
                });
    }

    Uni<Count> count(Rule rule) {
        String sql = "SELECT count(*) FILTER (WHERE NOT held AND NOT troubled) AS due,"
                + " count(*) FILTER (WHERE held) AS held, count(*) FILTER (WHERE NOT held AND troubled) AS troubled"
                + " FROM (SELECT " + Holds.HELD + " AS held, " + TROUBLED + " AS troubled" + from(rule) + ") found";
        return classes(rule)
                .chain(classes -> pool.preparedQuery(sql)
                        .execute(Tuple.of(classes, bound(rule)))
                        .ifNoItem()
                        .after(config.queryTimeout())
                        .fail())
                .map(rows -> rows.iterator().next())
                .map(row -> new Count(row.getLong("due"), row.getLong("held"), row.getLong("troubled")));
    }

    private static String from(Rule rule) {
        return rule.since() == Since.ACCEPTED ? ACCEPTED : VALID_UNTIL;
    }

    private OffsetDateTime bound(Rule rule) {
        Instant bound = clock.instant().minus(Duration.ofDays(rule.days()));
        return bound.atOffset(ZoneOffset.UTC);
    }
}
