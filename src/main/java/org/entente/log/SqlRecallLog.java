package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Reads recalls, each call with one statement. */
@ApplicationScoped
class SqlRecallLog implements RecallLog {

    private static final String ITEMS = """
            SELECT i.item_number, i.partner_id, i.notice_id, i.position, i.object_id, i.version, i.feed, i.remains, r.made_at, r.cause,
                coalesce(n.reason, r.reason) AS reason
            FROM recall_item i JOIN recall_notice n USING (notice_id) JOIN recall r USING (recall_number)
            WHERE i.item_number > $1""";

    private static final String AFTER = ITEMS + " ORDER BY i.item_number LIMIT $2";

    private static final String AFTER_OF_PARTNER = ITEMS + " AND i.partner_id = $3 ORDER BY i.item_number LIMIT $2";

    /**
     * The smallest number since, less one: numbers follow the order of commits, times only nearly so. An item may be told long after
     * its recall was made; one told before that was noted has only the latter time.
     */
    private static final String LAST_BEFORE = """
            SELECT coalesce(
                (SELECT min(number) - 1 FROM (
                    SELECT min(i.item_number) AS number
                    FROM recall_notice n JOIN recall r USING (recall_number)
                    CROSS JOIN LATERAL (
                        SELECT item_number FROM recall_item o WHERE o.notice_id = n.notice_id ORDER BY o.place LIMIT 1) i
                    WHERE n.partner_id = $1 AND r.made_at > $2
                    UNION ALL (
                    SELECT item_number FROM recall_item
                    WHERE partner_id = $1 AND told_at > $2 ORDER BY told_at, item_number LIMIT 1)) since),
                (SELECT max(item_number) FROM recall_item), 0)""";

    private static final String REVISION = "SELECT coalesce((SELECT max(recall_number) FROM recall), 0) AS recalled,"
            + " coalesce((SELECT max(purged_number) FROM log_purged), 0) AS erased";

    private static final String STAND = """
            SELECT NOT EXISTS (SELECT FROM recall WHERE recall_number > $1)
                AND NOT EXISTS (SELECT FROM log_purged WHERE purged_number > $2 AND position BETWEEN $3 AND $4) AS stand""";

    private final Pool pool;
    private final LogConfig config;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    SqlRecallLog(Pool pool, LogConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<List<RecallItem>> after(long afterNumber, int limit) {
        return bounded(
                pool.preparedQuery(AFTER).execute(Tuple.of(afterNumber, limit)).map(SqlRecallLog::items));
    }

    @Override
    public Uni<List<RecallItem>> after(PartnerId partner, long afterNumber, int limit) {
        return bounded(pool.preparedQuery(AFTER_OF_PARTNER)
                .execute(Tuple.of(afterNumber, limit, partner.value()))
                .map(SqlRecallLog::items));
    }

    @Override
    public Uni<Long> lastNumber() {
        return one("SELECT coalesce(max(item_number), 0) FROM recall_item");
    }

    @Override
    public Uni<Boolean> wasGivenOut(long number) {
        return one("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('recall_item', 'item_number')), 0)")
                .map(last -> number <= last);
    }

    @Override
    public Uni<Long> lastNumberBefore(PartnerId partner, Instant moment) {
        return bounded(pool.preparedQuery(LAST_BEFORE)
                .execute(Tuple.of(partner.value(), moment.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    @Override
    public Uni<Revision> revision() {
        return bounded(pool.query(REVISION).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Revision(row.getLong("recalled"), row.getLong("erased"));
        }));
    }

    @Override
    public Uni<Boolean> stand(Revision read, long from, long to) {
        return bounded(pool.preparedQuery(STAND)
                .execute(Tuple.of(read.recalled(), read.erased(), from, to))
                .map(rows -> rows.iterator().next().getBoolean("stand")));
    }

    @Override
    public void onRecalled(Runnable callback) {
        followers.add(callback);
    }

    /** Something was recalled on this instance, and committed. */
    void tell() {
        followers.forEach(Runnable::run);
    }

    private Uni<Long> one(String query) {
        return bounded(
                pool.query(query).execute().map(rows -> rows.iterator().next().getLong(0)));
    }

    private static List<RecallItem> items(RowSet<Row> rows) {
        List<RecallItem> items = new ArrayList<>(rows.size());
        rows.forEach(row -> items.add(item(row)));
        return items;
    }

    static RecallItem item(Row row) {
        return new RecallItem(
                row.getLong("item_number"),
                new PartnerId(row.getString("partner_id")),
                row.getUUID("notice_id"),
                row.getLong("position"),
                StixId.parse(row.getString("object_id")),
                Optional.ofNullable(row.getOffsetDateTime("version")).map(OffsetDateTime::toInstant),
                Feed.of(row.getString("feed")),
                row.getOffsetDateTime("made_at").toInstant(),
                RecallCause.of(row.getString("cause")),
                row.getString("reason"),
                row.getLong("remains"));
    }

    private <T> Uni<T> bounded(Uni<T> query) {
        return query.ifNoItem().after(config.queryTimeout()).fail();
    }
}
