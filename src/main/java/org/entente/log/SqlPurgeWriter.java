package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Erases on the tables of the log. */
@ApplicationScoped
class SqlPurgeWriter implements PurgeWriter {

    private static final String ORDER = """
            INSERT INTO log_purge (purge_id, cause, object_id, rule_id, run_id, reason, made_at, made_by)
            VALUES ($1, CASE WHEN $2::text IS NULL THEN 'rule' ELSE 'operator' END, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (purge_id) DO UPDATE SET purge_id = excluded.purge_id RETURNING purge_number""";

    private static final String PRESENCE = """
            SELECT EXISTS (
                SELECT FROM standing_entry e JOIN stix_kind k USING (kind_id)
                WHERE e.object_uuid = $1 AND k.name = $2) AS standing,
            EXISTS (
                SELECT FROM log_pending p JOIN stix_kind k USING (kind_id)
                WHERE p.object_uuid = $1 AND k.name = $2) AS waiting""";

    private static final String ASSERTED = """
            SELECT r.definition FROM release_class r WHERE r.submitter = $3 AND r.class_id IN (
                SELECT e.class_id FROM standing_entry e JOIN stix_kind k USING (kind_id)
                WHERE e.object_uuid = $1 AND k.name = $2
                UNION ALL
                SELECT p.class_id FROM log_pending p JOIN stix_kind k USING (kind_id)
                WHERE p.object_uuid = $1 AND k.name = $2)""";

    private static final String ERASED_AMONG = """
            SELECT e.date_added FROM log_entry e JOIN log_purged d USING (position)
            WHERE e.date_added = ANY($1::timestamptz[]) AND d.purged_number > $2""";

    /** Whoever is in the way, a follower of the log or a reader of a whole table, has its turn first or this batch comes later. */
    private static final String WAIT_LITTLE = "SET LOCAL lock_timeout = '5s'";

    private static final String TURN = "SELECT pg_advisory_xact_lock($1)";

    private final Pool pool;
    private final LogConfig config;
    private final SqlRecallLog recalls;
    private final Instance<ErasedElsewhere> elsewhere;

    SqlPurgeWriter(Pool pool, LogConfig config, SqlRecallLog recalls, Instance<ErasedElsewhere> elsewhere) {
        this.pool = pool;
        this.config = config;
        this.recalls = recalls;
        this.elsewhere = elsewhere;
    }

    @Override
    public Uni<Void> holdOff(SqlConnection transaction) {
        return transaction
                .preparedQuery(TURN)
                .execute(Tuple.of(LogLocks.PURGES))
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> order(SqlConnection transaction, Order order) {
        return transaction
                .preparedQuery(ORDER)
                .execute(Tuple.tuple()
                        .addUUID(order.id())
                        .addValue(order.object().map(StixId::toString).orElse(null))
                        .addValue(order.rule().orElse(null))
                        .addValue(order.run().orElse(null))
                        .addString(order.reason())
                        .addOffsetDateTime(utc(order.madeAt()))
                        .addString(order.madeBy()))
                .map(rows -> rows.iterator().next().getLong("purge_number"));
    }

    @Override
    public Uni<Batch> erase(long number, Function<SqlConnection, Uni<List<Long>>> due) {
        return pool.withTransaction(transaction -> transaction
                        .query(WAIT_LITTLE)
                        .execute()
                        .chain(() -> holdOff(transaction))
                        .chain(() -> turns(transaction))
                        .chain(() -> transaction.preparedQuery(TURN).execute(Tuple.of(LogLocks.ENTRIES)))
                        .chain(() -> due.apply(transaction))
                        .chain(positions -> new ErasingRows(transaction, elsewhere).erase(number, positions)))
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .invoke(recalls::tell);
    }

    private Uni<Void> turns(SqlConnection transaction) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (ErasedElsewhere one : elsewhere) {
            done = done.chain(() -> one.turn(transaction));
        }
        return done;
    }

    @Override
    public Uni<Void> done(long number) {
        return asked(
                        "UPDATE log_purge SET erased_at = clock_timestamp() WHERE purge_number = $1 AND erased_at IS NULL",
                        Tuple.of(number))
                .replaceWithVoid();
    }

    @Override
    public Uni<Presence> presenceOf(StixId object) {
        return asked(PRESENCE, Tuple.of(object.uuid(), object.type()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Presence(row.getBoolean("standing"), row.getBoolean("waiting")));
    }

    @Override
    public Uni<Boolean> isAsserted(SqlConnection transaction, StixId object, PartnerId by) {
        return transaction
                .preparedQuery(ASSERTED)
                .execute(Tuple.of(object.uuid(), object.type(), by.value()))
                .map(rows -> {
                    boolean asserted = false;
                    for (Row row : rows) {
                        // A class that cannot be read says nothing of having been taken back.
                        asserted |= !ReleaseClassJson.tryRead(row.getString("definition"))
                                .map(ReleaseClass::wasWithdrawn)
                                .orElse(false);
                    }
                    return asserted;
                });
    }

    @Override
    public Uni<Set<Instant>> erasedAmong(Collection<Instant> dates, long afterNumber) {
        OffsetDateTime[] asked = dates.stream().map(SqlPurgeWriter::utc).toArray(OffsetDateTime[]::new);
        return asked(ERASED_AMONG, Tuple.tuple().addValue(asked).addLong(afterNumber))
                .map(rows -> {
                    Set<Instant> found = new HashSet<>();
                    rows.forEach(
                            row -> found.add(row.getOffsetDateTime("date_added").toInstant()));
                    return found;
                });
    }

    @Override
    public Uni<Long> lastErased() {
        return asked("SELECT coalesce(max(purged_number), 0) AS number FROM log_purged", Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("number"));
    }

    private Uni<RowSet<Row>> asked(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
