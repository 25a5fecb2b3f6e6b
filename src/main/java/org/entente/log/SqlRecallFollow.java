package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.entente.audit.Origin;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Follows on the tables of the log. */
@ApplicationScoped
class SqlRecallFollow implements RecallFollow {

    /** For one round of work, which may write many chunks. */
    private static final Duration ROUND_MAX = Duration.ofMinutes(5);

    private static final String BEGIN = """
            INSERT INTO recall_follow (partner_id, revision, position)
            SELECT partner_id, min(revision), 0 FROM member_fact GROUP BY partner_id ON CONFLICT DO NOTHING""";

    private static final String BEHIND = """
            SELECT r.* FROM recall_follow r
            WHERE partner_id = ANY($1::text[]) OR EXISTS (SELECT 1 FROM member_fact f WHERE f.partner_id = r.partner_id AND f.revision > r.revision)
            ORDER BY partner_id""";

    private static final String ENTRY = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.stated_class_id,
                e.content_id, e.members, e.foreign_ids, c.submitter
            FROM %s e JOIN stix_kind k USING (kind_id)
            JOIN release_class c ON c.class_id = e.stated_class_id WHERE\s""";

    /** While a recall is being rewritten no policy is followed, so that the log is as it stands. */
    private static final String LOST = ENTRY.formatted("log_entry") + """
            e.position > $1 AND e.position <= $2 AND e.date_added <= $3
              AND (e.class_id = ANY($4::int[]) OR (e.members IS NOT NULL AND e.class_id = ANY($5::int[])))
            ORDER BY e.position LIMIT $6""";

    private static final String OF_OBJECTS =
            ENTRY.formatted("standing_entry") + "e.object_uuid = ANY($1::uuid[]) ORDER BY e.position";

    private static final String AT_POSITIONS = ENTRY.formatted("standing_entry") + "e.position = ANY($1::bigint[])";

    /** Only from where it was: an instance that froze meanwhile must not go on where another did. */
    private static final String GO_ON = """
            UPDATE recall_follow SET revision = $2, position = $3, notice_id = $4
            WHERE partner_id = $1 AND revision = $5 AND position = $6""";

    /** A recall has a number, and so has what a part of a large one tells: neither is ever taken back. */
    private static final String REVISION = """
            SELECT (SELECT coalesce(max(recall_number), 0) FROM recall)
                + (SELECT coalesce(max(item_number), 0) FROM recall_item) AS revision""";

    private static final String VERSIONS = """
            WITH next AS (
                SELECT position, object_uuid, kind_id, version, stated_class_id FROM log_entry
                WHERE position > (SELECT position FROM recall_marking) ORDER BY position LIMIT $1)
            SELECT max(n.position) AS reached, n.object_uuid, k.name, bool_or(EXISTS (
                SELECT 1 FROM log_entry o
                WHERE o.object_uuid = n.object_uuid AND o.kind_id = n.kind_id AND o.version <> n.version
                  AND o.stated_class_id <> n.stated_class_id)) AS differs
            FROM next n JOIN stix_kind k USING (kind_id) GROUP BY n.object_uuid, k.name""";

    private final Pool pool;
    private final LogConfig config;
    private final SqlRecallLog log;
    private final Alone alone;
    private final RecallTrail trail;

    SqlRecallFollow(Pool pool, LogConfig config, SqlRecallLog log, RecallTrail trail) {
        this.trail = trail;
        this.pool = pool;
        this.config = config;
        this.log = log;
        this.alone = new Alone(pool, LogLocks.RECALL_FOLLOWER);
    }

    @Override
    public <T> Uni<T> alone(Supplier<Uni<T>> work) {
        return alone.run(connection -> work.get(), ROUND_MAX);
    }

    @Override
    public Uni<List<Place>> behind() {
        return behindOr(List.of());
    }

    @Override
    public Uni<List<Place>> behindOr(Collection<PartnerId> others) {
        String[] named = others.stream().map(PartnerId::value).toArray(String[]::new);
        return bounded(pool.query(BEGIN).execute())
                .chain(() ->
                        bounded(pool.preparedQuery(BEHIND).execute(Tuple.tuple().addValue(named))))
                .map(rows -> {
                    List<Place> behind = new ArrayList<>(rows.size());
                    rows.forEach(row -> behind.add(new Place(
                            new PartnerId(row.getString("partner_id")),
                            row.getLong("revision"),
                            row.getLong("position"),
                            Optional.ofNullable(row.getUUID("notice_id")))));
                    return behind;
                });
    }

    @Override
    public Uni<List<StandingEntry>> lost(Lost asked) {
        return entries(
                LOST,
                Tuple.tuple()
                        .addLong(asked.after())
                        .addLong(asked.upTo())
                        .addOffsetDateTime(asked.addedUntil().atOffset(ZoneOffset.UTC))
                        .addValue(asked.lost().toArray(Integer[]::new))
                        .addValue(asked.kept().toArray(Integer[]::new))
                        .addInteger(asked.limit()));
    }

    @Override
    public Uni<List<StandingEntry>> entriesOf(List<StixId> objects) {
        return entries(
                OF_OBJECTS,
                Tuple.tuple()
                        .addValue(objects.stream().map(StixId::uuid).distinct().toArray(UUID[]::new)));
    }

    private Uni<List<StandingEntry>> entries(String statement, Tuple values) {
        return bounded(pool.preparedQuery(statement).execute(values)).map(rows -> {
            List<StandingEntry> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(TiedEntries.entry(row)));
            return found;
        });
    }

    @Override
    public Uni<Long> revision() {
        return bounded(pool.query(REVISION).execute())
                .map(rows -> rows.iterator().next().getLong("revision"));
    }

    @Override
    public Uni<List<StandingEntry>> entriesAt(List<Long> positions) {
        return entries(AT_POSITIONS, Tuple.tuple().addValue(positions.toArray(Long[]::new)));
    }

    @Override
    public Uni<Boolean> add(Place place, RecallAct act, List<RecallAct.Item> items, long reached, long revision) {
        return bounded(pool.withTransaction(transaction -> unchanged(transaction, revision)
                        .chain(unchanged -> unchanged
                                ? written(transaction, place, act, items)
                                        .chain(notice -> goOn(transaction, place, place.revision(), reached, notice))
                                        .replaceWith(true)
                                : Uni.createFrom().item(false))))
                .invoke(written -> {
                    if (written && !items.isEmpty()) {
                        log.tell();
                    }
                });
    }

    private static Uni<Boolean> unchanged(SqlConnection transaction, long revision) {
        return transaction
                .query("SELECT pg_advisory_xact_lock_shared(" + LogLocks.ENTRIES + ")")
                .execute()
                .chain(() -> transaction.query(REVISION).execute())
                .map(rows -> rows.iterator().next().getLong("revision") == revision);
    }

    @Override
    public Uni<Void> tell(PartnerId partner, RecallAct act, List<RecallAct.Item> items) {
        return bounded(pool.withTransaction(
                        transaction -> written(transaction, new Place(partner, 0, 0, Optional.empty()), act, items)))
                .invoke(log::tell)
                .replaceWithVoid();
    }

    private Uni<Optional<UUID>> written(
            SqlConnection transaction, Place place, RecallAct act, List<RecallAct.Item> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(place.notice());
        }
        RecallStatements statements = new RecallStatements(transaction);
        UUID notice = place.notice().orElseGet(UUID::randomUUID);
        Uni<Void> head = place.notice().isPresent()
                ? statements.turn()
                : statements
                        .act(act)
                        .call(() -> trail.note(transaction, Origin.SYSTEM, act))
                        .chain(number -> statements.notice(number, notice, place.partner()));
        return head.chain(() -> statements.items(Collections.nCopies(items.size(), notice), items))
                .replaceWith(Optional.of(notice));
    }

    private static Uni<Void> goOn(
            SqlConnection transaction, Place place, long revision, long position, Optional<UUID> notice) {
        return transaction
                .preparedQuery(GO_ON)
                .execute(Tuple.of(
                        place.partner().value(),
                        revision,
                        position,
                        notice.orElse(null),
                        place.revision(),
                        place.position()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalStateException("Another instance follows this partner");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> done(Place place, long revision) {
        return bounded(pool.withTransaction(transaction -> goOn(transaction, place, revision, 0, Optional.empty())));
    }

    @Override
    public Uni<Versions> versions(int limit) {
        return bounded(pool.preparedQuery(VERSIONS).execute(Tuple.of(limit))).map(rows -> {
            long reached = 0;
            List<StixId> objects = new ArrayList<>();
            for (Row row : rows) {
                reached = Math.max(reached, row.getLong("reached"));
                if (row.getBoolean("differs")) {
                    objects.add(new StixId(row.getString("name"), row.getUUID("object_uuid")));
                }
            }
            return new Versions(reached, objects);
        });
    }

    @Override
    public Uni<Void> versionsDone(long reached) {
        return bounded(pool.preparedQuery("UPDATE recall_marking SET position = greatest(position, $1)")
                        .execute(Tuple.of(reached)))
                .replaceWithVoid();
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
