package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.RecallWriter.Rewriting;
import org.entente.log.Reclassed.Change;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Reads what of recalls is in force and not written into the log yet, over one connection. */
final class RewritingRows {

    static final String ANY = "SELECT EXISTS (SELECT 1 FROM recall_rewriting) AS rewriting";

    private static final String ANY_OF =
            "SELECT EXISTS (SELECT 1 FROM log_rewrite WHERE position = ANY($1::bigint[])) AS rewriting";

    private static final String OLDEST = """
            SELECT r.*, w.in_own_words FROM recall_rewriting w JOIN recall r USING (recall_number)
            WHERE r.recall_id <> ALL($1::uuid[]) ORDER BY r.recall_number LIMIT 1""";

    /** All entries of a version together, however many they are: each partner is told once what it loses by them, and what is left. */
    private static final String PART = """
            WITH first AS MATERIALIZED (
                SELECT min(position) AS first_position, object_uuid, version
                FROM (SELECT position, e.object_uuid, e.version FROM log_rewrite w JOIN log_entry e USING (position)
                    WHERE w.recall_number = $1 ORDER BY position LIMIT $2) e
                GROUP BY object_uuid, version),
            same AS MATERIALIZED (
                SELECT position,
                    count(*) OVER (ORDER BY first_position RANGE UNBOUNDED PRECEDING) AS so_far,
                    count(*) OVER (PARTITION BY first_position) AS of_version
                FROM first CROSS JOIN LATERAL (
                    SELECT position FROM log_entry e
                    WHERE e.object_uuid = first.object_uuid AND e.version = first.version OFFSET 0) e
                JOIN log_rewrite w USING (position) WHERE w.recall_number = $1),
            part AS MATERIALIZED (
                SELECT position FROM same WHERE so_far <= $2 OR so_far = of_version)
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.stated_class_id,
                e.content_id, e.members, e.foreign_ids, c.submitter, w.class_id AS new_class, w.members AS new_members
            FROM part JOIN log_rewrite w USING (position) JOIN log_entry e USING (position)
            JOIN stix_kind k USING (kind_id) JOIN release_class c ON c.class_id = e.stated_class_id
            WHERE w.recall_number = $1 ORDER BY w.position""";

    private static final String SAME = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.stated_class_id,
                e.content_id, e.members, e.foreign_ids, c.submitter
            FROM standing_entry e JOIN stix_kind k USING (kind_id)
            JOIN release_class c ON c.class_id = e.stated_class_id
            WHERE e.object_uuid = ANY($1::uuid[]) AND e.content_id = ANY($2::bigint[])
              AND e.position <> ALL($3::bigint[])""";

    private final SqlConnection connection;

    RewritingRows(SqlConnection connection) {
        this.connection = connection;
    }

    Uni<Boolean> isAny(List<Change> changes) {
        return connection
                .preparedQuery(ANY_OF)
                .execute(Tuple.tuple().addValue(positions(changes)))
                .map(rows -> rows.iterator().next().getBoolean("rewriting"));
    }

    private static Long[] positions(List<Change> changes) {
        return changes.stream().map(c -> c.before().placement().position()).toArray(Long[]::new);
    }

    Uni<Optional<Rewriting>> next(Set<UUID> except, int limit) {
        return connection
                .preparedQuery(OLDEST)
                .execute(Tuple.tuple().addValue(except.toArray(UUID[]::new)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : next(rows.iterator().next(), limit).map(Optional::of));
    }

    private Uni<Rewriting> next(Row recall, int limit) {
        long number = recall.getLong("recall_number");
        Set<PartnerId> inOwnWords = Arrays.stream(recall.getArrayOfStrings("in_own_words"))
                .map(PartnerId::new)
                .collect(Collectors.toSet());
        return part(number, limit)
                .chain(changes -> same(changes).map(others -> new Reclassed(changes, others)))
                .chain(part -> TenureRows.kept(connection, number)
                        .map(tenures -> new Rewriting(number, act(recall), inOwnWords, tenures, part)));
    }

    private static RecallAct act(Row row) {
        return new RecallAct(
                row.getUUID("recall_id"),
                RecallCause.of(row.getString("cause")),
                row.getString("reason"),
                Optional.ofNullable(row.getString("object_id")).map(StixId::parse),
                new PartnerId(row.getString("partner_id")),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getString("made_by"));
    }

    private Uni<List<Change>> part(long number, int limit) {
        return connection.preparedQuery(PART).execute(Tuple.of(number, limit)).map(rows -> {
            List<Change> changes = new ArrayList<>(rows.size());
            for (Row row : rows) {
                StandingEntry before = TiedEntries.entry(row);
                Links after = ReferencesText.links(row.getString("new_members"), row.getString("foreign_ids"));
                changes.add(new Change(before, before.under(row.getInteger("new_class"), after)));
            }
            return changes;
        });
    }

    private Uni<List<StandingEntry>> same(List<Change> changes) {
        Set<UUID> objects = new HashSet<>();
        Set<Long> contents = new HashSet<>();
        changes.forEach(c -> {
            objects.add(c.before().placement().id().uuid());
            contents.add(c.before().contentId());
        });
        return connection
                .preparedQuery(SAME)
                .execute(Tuple.tuple()
                        .addValue(objects.toArray(UUID[]::new))
                        .addValue(contents.toArray(Long[]::new))
                        .addValue(positions(changes)))
                .map(rows -> {
                    List<StandingEntry> others = new ArrayList<>(rows.size());
                    rows.forEach(row -> others.add(TiedEntries.entry(row)));
                    return others;
                });
    }
}
