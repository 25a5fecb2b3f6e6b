package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Reads and acknowledges recalls, each call with one statement or two. */
@ApplicationScoped
class SqlRecallBook implements RecallBook {

    private static final String NOTICE = """
            SELECT n.notice_id, r.cause, coalesce(n.reason, r.reason) AS reason, r.made_at, n.acknowledged_at, n.acknowledged_by, n.note, n.items
            FROM recall_notice n JOIN recall r USING (recall_number) WHERE n.partner_id = $1""";

    private static final String NOTICES = NOTICE + """
             AND %s n.recall_number < coalesce(
                  (SELECT o.recall_number FROM recall_notice o WHERE o.notice_id = $2 AND o.partner_id = $1),
                  9223372036854775807)
            ORDER BY n.recall_number DESC LIMIT $3""";

    private static final String ALL_NOTICES = NOTICES.formatted("");

    private static final String OPEN_NOTICES = NOTICES.formatted("n.acknowledged_at IS NULL AND");

    private static final String ONE_NOTICE = NOTICE + " AND n.notice_id = $2";

    private static final String ITEMS = """
            SELECT i.*, r.made_at, r.cause, coalesce(n.reason, r.reason) AS reason
            FROM unnest($1::uuid[]) AS asked(notice_id)
            JOIN recall_notice n USING (notice_id) JOIN recall r USING (recall_number)
            CROSS JOIN LATERAL (
                SELECT * FROM recall_item o WHERE o.notice_id = asked.notice_id AND o.place > $2
                ORDER BY o.place LIMIT $3) i
            ORDER BY i.item_number""";

    private static final String ACKNOWLEDGE = """
            UPDATE recall_notice SET acknowledged_at = $3, acknowledged_by = $4, note = $5
            WHERE notice_id = $2 AND partner_id = $1 AND acknowledged_at IS NULL""";

    private static final String RECALL = """
            SELECT r.*, (SELECT count(*) FROM recall_notice n WHERE n.recall_number = r.recall_number) AS told,
                ARRAY(SELECT n.partner_id FROM recall_notice n
                      WHERE n.recall_number = r.recall_number AND n.acknowledged_at IS NULL ORDER BY 1) AS open,
                EXISTS (SELECT 1 FROM recall_rewriting w WHERE w.recall_number = r.recall_number) AS under_way
            FROM recall r WHERE
            """;

    private static final String RECALLS = RECALL + """
            r.recall_number < coalesce(
                (SELECT o.recall_number FROM recall o WHERE o.recall_id = $1), 9223372036854775807)
            ORDER BY r.recall_number DESC LIMIT $2""";

    /** By the index of what is open: where nearly all is acknowledged, hardly any of it is looked at. */
    private static final String OPEN_RECALLS = RECALL + """
            r.recall_number IN (
                SELECT DISTINCT n.recall_number FROM recall_notice n
                WHERE n.acknowledged_at IS NULL AND n.recall_number < coalesce(
                    (SELECT o.recall_number FROM recall o WHERE o.recall_id = $1), 9223372036854775807)
                ORDER BY n.recall_number DESC LIMIT $2)
            ORDER BY r.recall_number DESC""";

    private static final String ONE_RECALL = RECALL + "r.recall_id = $1";

    private static final String LAST_OF = RECALL + """
            r.object_id = $1
              AND CASE WHEN $2::text IS NULL THEN r.cause = 'operator' ELSE r.cause = 'submitter' AND r.partner_id = $2 END
            ORDER BY r.recall_number DESC LIMIT 1""";

    private static final String OPEN = """
            SELECT (SELECT count(*) FROM recall_notice WHERE acknowledged_at IS NULL) AS notices,
                (SELECT made_at FROM recall WHERE recall_number = (
                    SELECT min(recall_number) FROM recall_notice WHERE acknowledged_at IS NULL)) AS oldest""";

    private final Pool pool;
    private final LogConfig config;
    private final AuditLog audit;

    SqlRecallBook(Pool pool, LogConfig config, AuditLog audit) {
        this.audit = audit;
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<List<Notice>> notices(PartnerId partner, boolean openOnly, Optional<UUID> after, int limit) {
        return all(
                openOnly ? OPEN_NOTICES : ALL_NOTICES,
                Tuple.of(partner.value(), after.orElse(null), limit),
                SqlRecallBook::notice);
    }

    @Override
    public Uni<Optional<Notice>> notice(PartnerId partner, UUID id) {
        return first(ONE_NOTICE, Tuple.of(partner.value(), id), SqlRecallBook::notice);
    }

    private static Notice notice(Row row) {
        return new Notice(
                row.getUUID("notice_id"),
                RecallCause.of(row.getString("cause")),
                row.getString("reason"),
                row.getOffsetDateTime("made_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("acknowledged_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("acknowledged_by")),
                Optional.ofNullable(row.getString("note")),
                row.getLong("items"));
    }

    @Override
    public Uni<Map<UUID, List<RecallItem>>> items(List<UUID> notices, int limit) {
        return run(ITEMS, Tuple.of(notices.toArray(UUID[]::new), 0L, limit)).map(rows -> {
            Map<UUID, List<RecallItem>> items = new HashMap<>();
            rows.forEach(row -> items.computeIfAbsent(row.getUUID("notice_id"), any -> new ArrayList<>())
                    .add(SqlRecallLog.item(row)));
            return items;
        });
    }

    @Override
    public Uni<List<RecallItem>> items(UUID notice, long skipped, int limit) {
        return all(ITEMS, Tuple.of(new UUID[] {notice}, skipped, limit), SqlRecallLog::item);
    }

    @Override
    public Uni<Optional<Notice>> acknowledge(PartnerId partner, UUID id, Instant at, String by, Optional<String> note) {
        Tuple values = Tuple.of(partner.value(), id, at.atOffset(ZoneOffset.UTC), by, note.orElse(null));
        Act done = Act.of(Action.RECALL_ACKNOWLEDGED, new Subject("recall-notice", id.toString()))
                .because(note.orElse(""));
        return audit.run(pool, ACKNOWLEDGE, values, rows -> rows.rowCount() == 1 ? Optional.of(done) : Optional.empty())
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .chain(() -> notice(partner, id));
    }

    @Override
    public Uni<List<Entry>> recalls(boolean openOnly, Optional<UUID> after, int limit) {
        return all(openOnly ? OPEN_RECALLS : RECALLS, Tuple.of(after.orElse(null), limit), SqlRecallBook::entry);
    }

    @Override
    public Uni<Optional<Entry>> recall(UUID id) {
        return first(ONE_RECALL, Tuple.of(id), SqlRecallBook::entry);
    }

    @Override
    public Uni<Optional<Entry>> lastOf(String object, Optional<PartnerId> submitter) {
        return first(LAST_OF, Tuple.of(object, submitter.map(PartnerId::value).orElse(null)), SqlRecallBook::entry);
    }

    private static Entry entry(Row row) {
        return new Entry(
                new RecallAct(
                        row.getUUID("recall_id"),
                        RecallCause.of(row.getString("cause")),
                        row.getString("reason"),
                        Optional.ofNullable(row.getString("object_id")).map(StixId::parse),
                        new PartnerId(row.getString("partner_id")),
                        row.getOffsetDateTime("made_at").toInstant(),
                        row.getString("made_by")),
                row.getLong("told"),
                Arrays.stream(row.getArrayOfStrings("open")).map(PartnerId::new).toList(),
                row.getBoolean("under_way"));
    }

    @Override
    public Uni<Open> open(Instant now) {
        return run(OPEN, Tuple.tuple()).map(rows -> {
            Row row = rows.iterator().next();
            @Nullable OffsetDateTime oldest = row.getOffsetDateTime("oldest");
            return new Open(
                    row.getLong("notices"), oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now));
        });
    }

    private <T> Uni<Optional<T>> first(String statement, Tuple values, Function<Row, T> read) {
        return all(statement, values, read).map(found -> found.stream().findFirst());
    }

    private <T> Uni<List<T>> all(String statement, Tuple values, Function<Row, T> read) {
        return run(statement, values).map(rows -> {
            List<T> found = new ArrayList<>(rows.size());
            rows.forEach(row -> found.add(read.apply(row)));
            return found;
        });
    }

    private Uni<RowSet<Row>> run(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }
}
