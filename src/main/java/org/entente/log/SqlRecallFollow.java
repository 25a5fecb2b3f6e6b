package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.entente.log.RecallTroubles.Failure;
import org.entente.log.RecallTroubles.Subject;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Follows on the tables of the log. */
@ApplicationScoped
class SqlRecallFollow implements RecallFollow {

    /** For one round of work, which may write many chunks. */
    private static final Duration ROUND_MAX = Duration.ofMinutes(5);

    /** In one order: also part of longer transactions, two of which would else wait for one another. */
    private static final String BEGIN = """
            INSERT INTO recall_follow (partner_id, revision, position)
            SELECT partner_id, min(revision), 0 FROM member_fact GROUP BY partner_id ORDER BY partner_id
            ON CONFLICT DO NOTHING""";

    private static final String BEHIND = """
            SELECT r.* FROM recall_follow r
            WHERE EXISTS (SELECT 1 FROM member_fact f WHERE f.partner_id = r.partner_id AND f.revision > r.revision)
            ORDER BY partner_id""";

    private static final String ENTRY = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.stated_class_id,
                e.content_id, e.members, e.foreign_ids, c.submitter
            FROM %s e JOIN stix_kind k USING (kind_id)
            JOIN release_class c ON c.class_id = e.stated_class_id WHERE\s""";

    private static final String LOSABLE = """
            e.position > $1 AND e.position <= $2 AND e.date_added <= $3
              AND (e.class_id = ANY($4::int[]) OR (e.members IS NOT NULL AND e.class_id = ANY($5::int[])))
            """;

    /** What a large recall took counts as taken, written into the log or not: the recall tells of it. */
    private static final String LOST =
            "(" + ENTRY.formatted("log_entry") + LOSABLE + """
              AND NOT EXISTS (SELECT 1 FROM log_rewrite w WHERE w.position = e.position)
            ORDER BY e.position LIMIT $6)
            UNION ALL (
            """ + ENTRY.formatted("standing_entry") + LOSABLE + """
              AND e.position IN (SELECT w.position FROM log_rewrite w WHERE w.position > $1 AND w.position <= $2)
            ORDER BY e.position LIMIT $6)
            ORDER BY position LIMIT $6""";

    private static final String OF_OBJECTS =
            ENTRY.formatted("standing_entry") + "e.object_uuid = ANY($1::uuid[]) ORDER BY e.position";

    private static final String AT_POSITIONS = ENTRY.formatted("standing_entry") + "e.position = ANY($1::bigint[])";

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
        return behind(pool);
    }

    @Override
    public Uni<List<Place>> behind(SqlClient database) {
        return bounded(database.query(BEGIN).execute())
                .chain(() -> bounded(database.query(BEHIND).execute()))
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
    public Uni<List<Tenure>> tenures(Collection<PartnerId> others) {
        String[] named = others.stream().map(PartnerId::value).toArray(String[]::new);
        return bounded(pool.preparedQuery(TenureRows.NOW).execute(Tuple.tuple().addValue(named)))
                .map(TenureRows::tenures);
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
    public Uni<Long> revision(PartnerId partner) {
        return bounded(pool.preparedQuery(FollowRows.REVISION).execute(Tuple.of(partner.value())))
                .map(rows -> rows.iterator().next().getLong("revision"));
    }

    @Override
    public Uni<List<StandingEntry>> entriesAt(List<Long> positions) {
        return entries(AT_POSITIONS, Tuple.tuple().addValue(positions.toArray(Long[]::new)));
    }

    @Override
    public Uni<Boolean> add(Place place, RecallAct act, List<RecallAct.Item> items, long reached, long revision) {
        return unlessChanged(
                        place.partner(),
                        revision,
                        (transaction, rows) -> rows.tell(place, act, items)
                                .chain(notice -> rows.goOn(place, place.revision(), reached, notice)))
                .invoke(written -> told(written, items));
    }

    @Override
    public Uni<Boolean> leaveOut(Place place, Failure failure, long reached, long revision) {
        return unlessChanged(
                place.partner(),
                revision,
                (transaction, rows) -> SqlRecallTroubles.failed(transaction, failure)
                        .chain(() -> rows.goOn(place, place.revision(), reached, place.notice())));
    }

    @Override
    public Uni<Boolean> tellLeftOut(Subject leftOut, RecallAct act, List<RecallAct.Item> items, long revision) {
        Place place = new Place(new PartnerId(leftOut.subject()), 0, 0, Optional.empty());
        return unlessChanged(
                        place.partner(),
                        revision,
                        (transaction, rows) -> SqlRecallTroubles.over(transaction, leftOut)
                                // Or another instance, which took this one for dead, has told it.
                                .chain(mine -> rows.tell(place, act, mine ? items : List.of()))
                                .replaceWithVoid())
                .invoke(written -> told(written, items));
    }

    private Uni<Boolean> unlessChanged(
            PartnerId partner, long revision, BiFunction<SqlConnection, FollowRows, Uni<Void>> work) {
        return bounded(pool.withTransaction(transaction -> {
            FollowRows rows = new FollowRows(transaction, trail);
            return rows.isUnchangedSince(partner, revision)
                    .chain(unchanged -> unchanged
                            ? work.apply(transaction, rows).replaceWith(true)
                            : Uni.createFrom().item(false));
        }));
    }

    private void told(boolean written, List<RecallAct.Item> items) {
        if (written && !items.isEmpty()) {
            log.tell();
        }
    }

    @Override
    public Uni<Void> done(Place place, long revision) {
        return bounded(pool.withTransaction(
                transaction -> new FollowRows(transaction, trail).goOn(place, revision, 0, Optional.empty())));
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
