package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicLong;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;
import org.entente.log.PurgeWriter;
import org.entente.log.PurgeWriter.Batch;
import org.entente.log.RecallFollow;
import org.entente.party.OperatorId;
import org.entente.retention.Rule.State;
import org.jspecify.annotations.Nullable;

/** Follows the rules in force, batch by batch. One that broke off goes on from what is still there. Thread safe. */
@ApplicationScoped
class Runs {

    private static final String COLUMNS = "run_number, run_id, started_at, started_by, finished_at, erased";

    private static final String START = "INSERT INTO retention_run (run_id, started_at, started_by)"
            + " SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM retention_run WHERE finished_at IS NULL)"
            + " ON CONFLICT DO NOTHING RETURNING " + COLUMNS;

    private static final String FINISH = "UPDATE retention_run SET finished_at = $2, erased ="
            + " (SELECT coalesce(sum(entries), 0) FROM log_purge WHERE run_id = $1)"
            + " WHERE run_id = $1 AND finished_at IS NULL RETURNING " + COLUMNS;

    private final Pool pool;
    private final AuditLog audit;
    private final Rules rules;
    private final Due due;
    private final PurgeWriter writer;
    private final RecallFollow partners;
    private final RetentionConfig config;
    private final Clock clock;
    private volatile boolean stopping;

    Runs(
            Pool pool,
            AuditLog audit,
            Rules rules,
            Due due,
            PurgeWriter writer,
            RecallFollow partners,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.rules = rules;
        this.due = due;
        this.writer = writer;
        this.partners = partners;
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
                .map(Runs::first);
    }

    private static Subject subject(Run run) {
        return new Subject("retention-run", run.id().toString());
    }

    /** Newest first, from a number exclusive. */
    Uni<List<Run>> all(long before, int limit) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS
                                + " FROM retention_run WHERE run_number < $1 ORDER BY run_number DESC LIMIT $2")
                        .execute(Tuple.of(before, limit)))
                .map(Runs::runs);
    }

    Uni<Optional<Run>> one(UUID id) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS + " FROM retention_run WHERE run_id = $1")
                        .execute(Tuple.of(id)))
                .map(Runs::first);
    }

    void stop() {
        stopping = true;
    }

    /** Goes on with what is under way, or begins where one is due. */
    Uni<Void> follow() {
        return all(Long.MAX_VALUE, 1)
                .chain(newest -> newest.isEmpty() || newest.get(0).finishedAt() != null
                        ? ifDue(newest.stream().findFirst())
                        : Uni.createFrom().item(newest.stream().findFirst()))
                .chain(run ->
                        run.isPresent() ? follow(run.get()) : Uni.createFrom().voidItem());
    }

    private Uni<Optional<Run>> ifDue(Optional<Run> last) {
        boolean isDue = config.enabled()
                && last.map(run -> !run.startedAt().plus(config.interval()).isAfter(clock.instant()))
                        .orElse(true);
        return !isDue
                ? Uni.createFrom().item(Optional.empty())
                : rules.all(Optional.of(State.ACTIVE))
                        .chain(active ->
                                active.isEmpty() ? Uni.createFrom().item(Optional.empty()) : start(Optional.empty()));
    }

    /** What a partner is still to be told of is found out by what is in the log: it is not erased before. */
    private Uni<Void> follow(Run run) {
        return partners.behind()
                .chain(behind -> behind.isEmpty() || stopping
                        ? followRules(run)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> followRules(Run run) {
        return rules.all(Optional.of(State.ACTIVE)).chain(active -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Rule rule : active) {
                done = done.chain(() -> follow(run, rule));
            }
            return done.chain(() -> stopping ? Uni.createFrom().voidItem() : finish(run));
        });
    }

    private Uni<Void> follow(Run run, Rule rule) {
        return due.classes(rule)
                .chain(classes -> classes.length == 0
                        ? Uni.createFrom().voidItem()
                        : ordered(run, rule)
                                .chain(number -> erase(new Work(rule, classes, number, new AtomicLong()))
                                        .chain(() -> stopping ? Uni.createFrom().voidItem() : writer.done(number))));
    }

    /** The same for the same run and rule, so that one that goes on counts on. */
    private Uni<Long> ordered(Run run, Rule rule) {
        UUID id = UUID.nameUUIDFromBytes((run.id() + "\n" + rule.id()).getBytes(StandardCharsets.UTF_8));
        return bounded(pool.withTransaction(transaction -> writer.order(
                transaction,
                new PurgeWriter.Order(
                        id,
                        Optional.empty(),
                        Optional.of(rule.id()),
                        Optional.of(run.id()),
                        rule.says(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        ""))));
    }

    /** @param after where the next batch begins to look */
    private record Work(Rule rule, Integer[] classes, long number, AtomicLong after) {}

    private record Step(Batch batch, List<Long> positions) {
        boolean isLast() {
            return positions.isEmpty();
        }
    }

    private Uni<Void> erase(Work work) {
        return Uni.createFrom()
                .deferred(() -> step(work))
                .onItem()
                .delayIt()
                .by(config.pause())
                .repeat()
                .until(step -> stopping || step.isLast())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Step> step(Work work) {
        List<Long> positions = new ArrayList<>();
        return partners.behind()
                .invoke(behind -> {
                    if (!behind.isEmpty()) {
                        throw new IllegalStateException("Partners are still to be told of what a policy took");
                    }
                })
                .chain(() -> isInForce(work.rule()))
                .chain(inForce -> !inForce
                        ? Uni.createFrom().item(new Step(new Batch(0, 0), List.of()))
                        : writer.erase(
                                        work.number(),
                                        transaction -> due.positions(
                                                        transaction,
                                                        work.rule(),
                                                        work.classes(),
                                                        work.after().get())
                                                .invoke(positions::addAll))
                                .map(batch -> new Step(batch, List.copyOf(positions)))
                                .invoke(step -> goOn(work, step)));
    }

    /** Somebody may end a rule while it is followed, and means that. */
    private Uni<Boolean> isInForce(Rule rule) {
        return rules.one(rule.id()).map(now -> now.state() == State.ACTIVE);
    }

    /** What could not be erased just now is left to the next run, once nothing else of its batch could be. */
    private static void goOn(Work work, Step step) {
        if (!step.isLast()) {
            List<Long> positions = step.positions();
            work.after().set(step.batch().erased() > 0 ? positions.get(0) - 1 : positions.get(positions.size() - 1));
        }
    }

    private Uni<Void> finish(Run run) {
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
                row.getLong("run_number"));
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
