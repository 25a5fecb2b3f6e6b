package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Runs as they are kept: one under way at a time. Thread safe. */
@ApplicationScoped
class RunBook {

    private static final String COLUMNS = "run_number, run_id, started_at, started_by, finished_at, erased, waits_for";

    private static final String START = "INSERT INTO retention_run (run_id, started_at, started_by)"
            + " SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM retention_run WHERE finished_at IS NULL)"
            + " ON CONFLICT DO NOTHING RETURNING " + COLUMNS;

    /** What it did not come to is no longer this run's to erase, and is said to be left. */
    private static final String FINISH = """
            WITH over AS (
                UPDATE log_purge SET erased_at = clock_timestamp(), rest_left = true
                WHERE run_id = $1 AND erased_at IS NULL)
            UPDATE retention_run
            SET finished_at = $2, erased = (SELECT coalesce(sum(entries), 0) FROM log_purge WHERE run_id = $1)
            WHERE run_id = $1 AND finished_at IS NULL RETURNING\s""" + COLUMNS;

    /** Since when it waits is kept for as long as it does. */
    private static final String WAIT = """
            UPDATE retention_run SET waits_for = $2,
                waits_since = CASE WHEN cardinality($2::text[]) > 0 THEN coalesce(waits_since, $3) END
            WHERE run_id = $1 AND finished_at IS NULL RETURNING waits_since""";

    private final Pool pool;
    private final AuditLog audit;
    private final RetentionConfig config;
    private final Clock clock;

    RunBook(Pool pool, AuditLog audit, RetentionConfig config, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** A run that whichever instance follows; empty where one is under way. */
    Uni<Optional<Run>> start(Optional<OperatorId> by) {
        return bounded(audit.run(
                        pool,
                        START,
                        Tuple.of(
                                UUID.randomUUID(),
                                now(),
                                by.map(OperatorId::value).orElse("")),
                        rows -> first(rows).map(run -> Act.of(Action.RETENTION_RUN_STARTED, subject(run)))))
                .map(RunBook::first);
    }

    private static Subject subject(Run run) {
        return new Subject("retention-run", run.id().toString());
    }

    /** Newest first, from a number exclusive. */
    Uni<List<Run>> all(long before, int limit) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS
                                + " FROM retention_run WHERE run_number < $1 ORDER BY run_number DESC LIMIT $2")
                        .execute(Tuple.of(before, limit)))
                .map(RunBook::runs);
    }

    Uni<Optional<Run>> one(UUID id) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS + " FROM retention_run WHERE run_id = $1")
                        .execute(Tuple.of(id)))
                .map(RunBook::first);
    }

    /** A run that waits for too long ends, so that it is not under way for ever; the next finds what it left. */
    Uni<Void> wait(Run run, List<PartnerId> partners) {
        String[] names = partners.stream().map(PartnerId::value).toArray(String[]::new);
        return bounded(pool.preparedQuery(WAIT).execute(Tuple.of(run.id(), names, now())))
                .chain(rows -> {
                    boolean tooLong = names.length > 0
                            && rows.rowCount() > 0
                            && !rows.iterator()
                                    .next()
                                    .getOffsetDateTime("waits_since")
                                    .plus(config.patience())
                                    .isAfter(now());
                    return tooLong ? finish(run) : Uni.createFrom().voidItem();
                });
    }

    Uni<Void> finish(Run run) {
        return bounded(audit.run(
                        pool,
                        FINISH,
                        Tuple.of(run.id(), now()),
                        rows -> first(rows)
                                .map(done -> Act.of(Action.RETENTION_RUN_FINISHED, subject(done))
                                        .with(Map.of("erased", Long.toString(done.erased()))))))
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Optional<Run> first(RowSet<Row> rows) {
        return runs(rows).stream().findFirst();
    }

    private static List<Run> runs(RowSet<Row> rows) {
        List<Run> runs = new ArrayList<>(rows.size());
        rows.forEach(row -> runs.add(run(row)));
        return runs;
    }

    private static Run run(Row row) {
        @Nullable OffsetDateTime finished = row.getOffsetDateTime("finished_at");
        @Nullable Instant finishedAt = finished == null ? null : finished.toInstant();
        String by = row.getString("started_by");
        return new Run(
                row.getUUID("run_id"),
                row.getOffsetDateTime("started_at").toInstant(),
                by.isEmpty() ? null : by,
                finishedAt,
                row.getLong("erased"),
                List.of(row.getArrayOfStrings("waits_for")),
                row.getLong("run_number"));
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
