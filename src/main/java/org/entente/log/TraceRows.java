package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.trace.TraceParent;
import org.jboss.logging.Logger;

/** The table of traced submissions, recalls and replays. Nothing is written where nothing is traced. */
@ApplicationScoped
class TraceRows implements LogTraces, ActTraces {

    private static final Logger LOG = Logger.getLogger(TraceRows.class);

    private static final String KEEP = """
            INSERT INTO log_trace (submission_id, traceparent) SELECT * FROM unnest($1::uuid[], $2::text[])
            ON CONFLICT DO NOTHING""";

    /** While the queue still has the rows. Submissions may lie among one another. */
    private static final String PLACE = """
            UPDATE log_trace SET positions = placed.positions
            FROM (SELECT submission_id, range_agg(int8range(position, position, '[]')) AS positions
                  FROM unnest($1::bigint[], $2::bigint[]) AS p(pending_id, position)
                  JOIN log_pending USING (pending_id) JOIN log_trace USING (submission_id)
                  GROUP BY submission_id) placed
            WHERE log_trace.submission_id = placed.submission_id
            RETURNING traceparent""";

    private static final String BETWEEN = """
            SELECT traceparent, lower(stretch) AS first, upper(stretch) - 1 AS last
            FROM log_trace CROSS JOIN LATERAL unnest(positions) AS stretch
            WHERE positions && int8range($1, $2, '[]') AND stretch && int8range($1, $2, '[]')""";

    private static final String KEEP_ACT =
            "INSERT INTO log_trace (submission_id, traceparent) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    private static final String OF_ACT = "SELECT traceparent FROM log_trace WHERE submission_id = $1";

    private static final String OF_NOTICES = """
            SELECT n.notice_id, t.traceparent
            FROM recall_notice n JOIN recall r USING (recall_number) JOIN log_trace t ON t.submission_id = r.recall_id
            WHERE n.notice_id = ANY($1::uuid[])""";

    private static final String FORGET = "DELETE FROM log_trace WHERE appended_at < now() - interval '1 day'";

    /** Recalls and deliveries go on without after this, long before whoever waits for them gives up. */
    private static final Duration ACT_PATIENCE = Duration.ofSeconds(1);

    private final Pool pool;
    private final LogConfig config;

    TraceRows(Pool pool, LogConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Notes what is traced of some submissions. */
    static Uni<Void> keep(SqlConnection transaction, List<LogWriter.Submitted> submissions) {
        List<LogWriter.Submitted> traced =
                submissions.stream().filter(s -> s.trace().isPresent()).toList();
        if (traced.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery(KEEP)
                .execute(Tuple.tuple()
                        .addValue(traced.stream()
                                .map(LogWriter.Submitted::submissionId)
                                .toArray(UUID[]::new))
                        .addValue(traced.stream()
                                .map(s -> s.trace().orElseThrow().text())
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    /**
     * Notes the places of what leaves the queue.
     *
     * @param pendingIds of the queue
     * @param positions as many
     * @return what traced submissions came by, one each
     */
    static Uni<List<TraceParent>> place(SqlConnection transaction, Long[] pendingIds, Long[] positions) {
        return transaction
                .preparedQuery(PLACE)
                .execute(Tuple.tuple().addValue(pendingIds).addValue(positions))
                .map(rows -> {
                    List<TraceParent> parents = new ArrayList<>(rows.size());
                    rows.forEach(row -> parents.add(new TraceParent(row.getString("traceparent"))));
                    return parents;
                });
    }

    /** Forgets what is old. */
    static Uni<Void> forget(SqlConnection connection) {
        return connection.query(FORGET).execute().replaceWithVoid();
    }

    @Override
    public Uni<List<Stretch>> between(long first, long last) {
        return asked(BETWEEN, Tuple.of(first, last), config.queryTimeout()).map(rows -> {
            List<Stretch> stretches = new ArrayList<>(rows.size());
            for (Row row : rows) {
                stretches.add(new Stretch(
                        new TraceParent(row.getString("traceparent")), row.getLong("first"), row.getLong("last")));
            }
            return stretches;
        });
    }

    @Override
    public Uni<Void> keep(UUID act, TraceParent trace) {
        return soon(KEEP_ACT, Tuple.of(act, trace.text()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(TraceRows::untraced);
    }

    @Override
    public Uni<Optional<TraceParent>> of(UUID act) {
        return soon(OF_ACT, Tuple.of(act))
                .map(rows -> {
                    Optional<TraceParent> found = Optional.empty();
                    for (Row row : rows) {
                        found = Optional.of(new TraceParent(row.getString("traceparent")));
                    }
                    return found;
                })
                .onFailure()
                .recoverWithUni(failed -> untraced(failed).replaceWith(Optional.empty()));
    }

    @Override
    public Uni<Map<UUID, TraceParent>> ofNotices(Collection<UUID> notices) {
        return soon(OF_NOTICES, Tuple.tuple().addValue(notices.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, TraceParent> found = new HashMap<>();
                    rows.forEach(
                            row -> found.put(row.getUUID("notice_id"), new TraceParent(row.getString("traceparent"))));
                    return found;
                })
                .onFailure()
                .recoverWithUni(failed -> untraced(failed).replaceWith(Map.of()));
    }

    /** What is traced is nothing that anything waits or fails for. */
    private static Uni<Void> untraced(Throwable failed) {
        LOG.debug("What is traced cannot be kept or looked up; all goes on the same", failed);
        return Uni.createFrom().voidItem();
    }

    private Uni<RowSet<Row>> soon(String sql, Tuple values) {
        return asked(sql, values, ACT_PATIENCE);
    }

    private Uni<RowSet<Row>> asked(String sql, Tuple values, Duration patience) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(patience)
                .fail();
    }
}
