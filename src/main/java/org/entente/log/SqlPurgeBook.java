package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Reads what was erased, each call with one statement. */
@ApplicationScoped
class SqlPurgeBook implements PurgeBook {

    private static final String COLUMNS =
            "p.purge_number, p.purge_id, p.object_id, p.rule_id, p.reason, p.made_at, p.made_by, p.entries, p.erased_at,"
                    + " p.rest_left,"
                    + " coalesce((SELECT max(l.purged_number) FROM log_purged l WHERE l.purge_number = p.purge_number), 0)"
                    + " AS last_erased";

    private static final String TOMBSTONES = "SELECT " + COLUMNS + """
            , d.purged_number, d.purged_at, d.digest, e.object_uuid, k.name, e.version, e.date_added, c.submitter
            FROM log_entry e JOIN log_purged d USING (position) JOIN log_purge p USING (purge_number)
            JOIN stix_kind k USING (kind_id) JOIN release_class c ON c.class_id = e.stated_class_id
            WHERE e.object_uuid = $1 AND k.name = $2 ORDER BY d.purged_number DESC LIMIT $3""";

    private static final String PURGES = "SELECT " + COLUMNS + """
             FROM log_purge p WHERE ($1::text IS NULL OR p.object_id = $1) AND p.purge_number < $2
                AND (NOT $4::boolean OR p.cause = 'operator')
            ORDER BY p.purge_number DESC LIMIT $3""";

    private static final String CLASSES = """
            SELECT k.name, e.object_uuid, d.class_id, min(e.date_added) AS added
            FROM log_entry e JOIN log_purged d USING (position) JOIN stix_kind k USING (kind_id)
            WHERE e.object_uuid = ANY($1::uuid[]) AND e.class_id = 0 AND d.class_id IS NOT NULL
            GROUP BY k.name, e.object_uuid, d.class_id""";

    private final Pool pool;
    private final LogConfig config;

    SqlPurgeBook(Pool pool, LogConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<List<Tombstone>> of(StixId object, int limit) {
        return asked(TOMBSTONES, Tuple.of(object.uuid(), object.type(), limit)).map(rows -> {
            List<Tombstone> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(tombstone(row)));
            return found;
        });
    }

    private static Tombstone tombstone(Row row) {
        return new Tombstone(
                row.getLong("purged_number"),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getOffsetDateTime("version").toInstant(),
                row.getOffsetDateTime("date_added").toInstant(),
                new PartnerId(row.getString("submitter")),
                HexFormat.of().formatHex(row.getBuffer("digest").getBytes()),
                row.getOffsetDateTime("purged_at").toInstant(),
                purge(row));
    }

    @Override
    public Uni<List<Purge>> purges(Optional<String> object, boolean orders, long before, int limit) {
        return asked(PURGES, Tuple.of(object.orElse(null), before, limit, orders))
                .map(SqlPurgeBook::purges);
    }

    @Override
    public Uni<Optional<Purge>> purge(UUID id) {
        return asked("SELECT " + COLUMNS + " FROM log_purge p WHERE p.purge_id = $1", Tuple.of(id))
                .map(rows -> purges(rows).stream().findFirst());
    }

    @Override
    public Uni<List<Purge>> open() {
        return asked(
                        "SELECT " + COLUMNS + " FROM log_purge p WHERE p.erased_at IS NULL AND p.cause = 'operator'"
                                + " ORDER BY p.purge_number",
                        Tuple.tuple())
                .map(SqlPurgeBook::purges);
    }

    @Override
    public Uni<Map<StixId, Map<Integer, Instant>>> classesOf(Collection<StixId> objects) {
        UUID[] asked = objects.stream().map(StixId::uuid).distinct().toArray(UUID[]::new);
        return asked(CLASSES, Tuple.tuple().addValue(asked)).map(rows -> {
            Map<StixId, Map<Integer, Instant>> found = new HashMap<>();
            rows.forEach(row -> found.computeIfAbsent(
                            new StixId(row.getString("name"), row.getUUID("object_uuid")), id -> new HashMap<>())
                    .put(
                            row.getInteger("class_id"),
                            row.getOffsetDateTime("added").toInstant()));
            found.keySet().retainAll(Set.copyOf(objects));
            return found;
        });
    }

    private static List<Purge> purges(RowSet<Row> rows) {
        List<Purge> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(purge(row)));
        return found;
    }

    private static Purge purge(Row row) {
        return new Purge(
                row.getLong("purge_number"),
                row.getUUID("purge_id"),
                Optional.ofNullable(row.getString("object_id")).map(StixId::parse),
                Optional.ofNullable(row.getUUID("rule_id")),
                row.getString("reason"),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getString("made_by"),
                row.getLong("entries"),
                row.getLong("last_erased"),
                Optional.ofNullable(row.getOffsetDateTime("erased_at")).map(OffsetDateTime::toInstant),
                row.getBoolean("rest_left"));
    }

    private Uni<RowSet<Row>> asked(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }
}
