package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Troubles of recalls in a table, which is empty on a good day. */
@ApplicationScoped
class SqlRecallTroubles implements RecallTroubles {

    private static final int MESSAGE_CHARACTERS_MAX = 500;

    /** From one second to five minutes. */
    private static final String FAILED = """
            INSERT INTO recall_trouble (trouble_id, work, subject, position, revision_from, revision_to, attempts, since,
                next_at, message)
            VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7::timestamptz + interval '1 second', $8)
            ON CONFLICT (work, subject, position, revision_from) DO UPDATE SET
                attempts = recall_trouble.attempts + 1, message = excluded.message,
                next_at = excluded.since + least(300, 2 ^ least(20, recall_trouble.attempts)) * interval '1 second'""";

    private static final String OVER = """
            DELETE FROM recall_trouble WHERE work = $1 AND subject = $2 AND position = $3 AND revision_from = $4""";

    private static final String OF =
            "SELECT * FROM recall_trouble WHERE work = $1 ORDER BY next_at, trouble_id LIMIT $2";

    private static final String LIST = """
            SELECT * FROM recall_trouble
            WHERE $1::uuid IS NULL
                OR (since, trouble_id) > (SELECT t.since, t.trouble_id FROM recall_trouble t WHERE t.trouble_id = $1)
            ORDER BY since, trouble_id LIMIT $2""";

    private final Pool pool;
    private final LogConfig config;

    SqlRecallTroubles(Pool pool, LogConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<Void> failed(Failure failure) {
        return run(FAILED, values(failure)).replaceWithVoid();
    }

    /** The same in a transaction of the caller's. */
    static Uni<Void> failed(SqlConnection transaction, Failure failure) {
        return transaction.preparedQuery(FAILED).execute(values(failure)).replaceWithVoid();
    }

    private static Tuple values(Failure failure) {
        Subject subject = failure.subject();
        return Tuple.tuple()
                .addUUID(UUID.randomUUID())
                .addString(subject.work().label())
                .addString(subject.subject())
                .addLong(subject.position())
                .addLong(subject.revisionFrom())
                .addLong(subject.revisionTo())
                .addOffsetDateTime(failure.at().atOffset(ZoneOffset.UTC))
                .addString(shortened(failure.message()));
    }

    private static String shortened(String message) {
        String clean = message.replace('\0', ' ');
        return clean.length() > MESSAGE_CHARACTERS_MAX ? clean.substring(0, MESSAGE_CHARACTERS_MAX) : clean;
    }

    @Override
    public Uni<Void> over(Subject subject) {
        return run(OVER, key(subject)).replaceWithVoid();
    }

    /** The same in a transaction of the caller's; false where it was over before. */
    static Uni<Boolean> over(SqlConnection transaction, Subject subject) {
        return transaction.preparedQuery(OVER).execute(key(subject)).map(rows -> rows.rowCount() > 0);
    }

    private static Tuple key(Subject subject) {
        return Tuple.of(subject.work().label(), subject.subject(), subject.position(), subject.revisionFrom());
    }

    @Override
    public Uni<List<Trouble>> of(Work work, int limit) {
        return run(OF, Tuple.of(work.label(), limit)).map(SqlRecallTroubles::troubles);
    }

    @Override
    public Uni<List<Trouble>> list(Optional<UUID> after, int limit) {
        return run(LIST, Tuple.of(after.orElse(null), limit)).map(SqlRecallTroubles::troubles);
    }

    @Override
    public Uni<Long> count() {
        return run("SELECT count(*) FROM recall_trouble", Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static List<Trouble> troubles(RowSet<Row> rows) {
        List<Trouble> troubles = new ArrayList<>(rows.size());
        for (Row row : rows) {
            troubles.add(new Trouble(
                    row.getUUID("trouble_id"),
                    new Subject(
                            Work.valueOf(row.getString("work").toUpperCase(Locale.ROOT)),
                            row.getString("subject"),
                            row.getLong("position"),
                            row.getLong("revision_from"),
                            row.getLong("revision_to")),
                    row.getInteger("attempts"),
                    row.getOffsetDateTime("since").toInstant(),
                    row.getOffsetDateTime("next_at").toInstant(),
                    row.getString("message")));
        }
        return troubles;
    }

    private Uni<RowSet<Row>> run(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }
}
