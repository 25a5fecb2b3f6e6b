package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entente.audit.Origin;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Recalls on the tables of the log. */
@ApplicationScoped
class SqlRecallWriter implements RecallWriter {

    private static final String WAITING = """
            SELECT DISTINCT r.submitter, p.class_id, r.definition
            FROM log_pending p JOIN release_class r USING (class_id) JOIN stix_kind k USING (kind_id)
            WHERE p.object_uuid = $1 AND k.name = $2 AND NOT EXISTS (
                SELECT 1 FROM recall_scope s
                WHERE s.object_uuid = p.object_uuid AND s.kind_id = p.kind_id AND s.submitter = r.submitter
                  AND p.version BETWEEN s.version_from AND s.version_to AND s.classes = '{0}')""";

    private static final String ASSERTED = """
            SELECT EXISTS (
                SELECT 1 FROM log_entry e JOIN release_class r ON r.class_id = e.stated_class_id
                JOIN stix_kind k USING (kind_id)
                WHERE e.object_uuid = $1 AND k.name = $2 AND ($3::text IS NULL OR r.submitter = $3) AND e.class_id <> 0
                UNION ALL
                SELECT 1 FROM log_pending p JOIN release_class r USING (class_id) JOIN stix_kind k USING (kind_id)
                WHERE p.object_uuid = $1 AND k.name = $2 AND ($3::text IS NULL OR r.submitter = $3)) AS asserted""";

    /** With a hundred thousand entries to look at; what others wait for meanwhile is as long. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int REFERENCES_AT_ONCE = 10_000;

    private final Pool pool;
    private final Alone alone;
    private final ReleaseClasses classes;
    private final SqlRecallLog log;
    private final LogConfig config;
    private final Instance<HeldAssertions> held;
    private final RecallTrail trail;

    SqlRecallWriter(
            Pool pool,
            ReleaseClasses classes,
            SqlRecallLog log,
            LogConfig config,
            Instance<HeldAssertions> held,
            RecallTrail trail) {
        this.pool = pool;
        this.alone = new Alone(pool, LogLocks.ENTRIES);
        this.classes = classes;
        this.log = log;
        this.config = config;
        this.held = held;
        this.trail = trail;
    }

    @Override
    public Uni<Boolean> isAsserted(StixId object, Optional<PartnerId> submitter) {
        return pool.preparedQuery(ASSERTED)
                .execute(Tuple.of(
                        object.uuid(),
                        object.type(),
                        submitter.map(PartnerId::value).orElse(null)))
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .map(rows -> rows.iterator().next().getBoolean("asserted"));
    }

    @Override
    public <T> Uni<T> alone(Function<Turn, Uni<T>> work) {
        Origin asked = Origin.current();
        return alone.run(connection -> work.apply(new SqlTurn(connection, asked)), LONGEST)
                .invoke(log::tell);
    }

    @Override
    public Uni<Boolean> isRewriting() {
        return pool.query(RewritingRows.ANY)
                .execute()
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .map(rows -> rows.iterator().next().getBoolean("rewriting"));
    }

    private final class SqlTurn implements Turn {

        private final SqlConnection connection;
        private final Origin asked;
        private final Reclassing reclassing;

        SqlTurn(SqlConnection connection, Origin asked) {
            this.asked = asked;
            this.connection = connection;
            this.reclassing = new Reclassing(connection, classes);
        }

        @Override
        public Uni<List<StandingEntry>> entriesOf(StixId object) {
            return reclassing
                    .entriesOf(Set.of(object.uuid()))
                    .map(found -> found.stream()
                            .filter(entry -> entry.placement().id().equals(object))
                            .toList());
        }

        @Override
        public Uni<Map<PartnerId, List<NumberedClass>>> waiting(StixId object) {
            return connection
                    .preparedQuery(WAITING)
                    .execute(Tuple.of(object.uuid(), object.type()))
                    .map(rows -> {
                        Map<PartnerId, List<NumberedClass>> waiting = new HashMap<>();
                        rows.forEach(row -> ReleaseClassJson.tryRead(row.getString("definition"))
                                .ifPresent(c -> waiting.computeIfAbsent(
                                                new PartnerId(row.getString("submitter")), any -> new ArrayList<>())
                                        .add(new NumberedClass(row.getInteger("class_id"), c))));
                        return waiting;
                    });
        }

        @Override
        public Uni<Map<Integer, ReleaseClass>> classes(Collection<Integer> numbers) {
            return reclassing.definitions(numbers);
        }

        @Override
        public Uni<Map<ReleaseClass, Integer>> numbersOf(Collection<ReleaseClass> asked) {
            return classes.numbersOf(connection, asked);
        }

        @Override
        public Uni<Reclassed> reclass(Map<StandingEntry, Integer> recalled) {
            return reclassing.of(recalled);
        }

        @Override
        public Uni<Void> write(
                RecallAct act,
                Optional<Refusal> refusal,
                Reclassed reclassed,
                List<RecallAct.Scope> scopes,
                List<RecallAct.Notice> notices) {
            RecallStatements statements = new RecallStatements(connection);
            return together(() -> refuse(act, refusal)
                    .chain(() -> statements.act(act))
                    .call(number -> trail.note(connection, asked, act))
                    .call(number -> statements.reclass(reclassed.changes()))
                    .call(number -> statements.scopes(number, act, scopes))
                    .call(number -> statements.notices(number, notices))
                    .replaceWithVoid());
        }

        @Override
        public Uni<Boolean> isRewriting(Reclassed reclassed) {
            return new RewritingRows(connection).isAny(reclassed.changes());
        }

        @Override
        public Uni<Void> enforce(
                RecallAct act,
                Optional<Refusal> refusal,
                Reclassed reclassed,
                List<RecallAct.Scope> scopes,
                Set<PartnerId> inOwnWords) {
            RecallStatements statements = new RecallStatements(connection);
            return together(() -> refuse(act, refusal)
                    .chain(() -> statements.act(act))
                    .call(number -> trail.note(connection, asked, act))
                    .call(number -> statements.rewriting(number, reclassed.changes(), inOwnWords))
                    .call(number -> statements.scopes(number, act, scopes))
                    .replaceWithVoid());
        }

        @Override
        public Uni<Optional<Rewriting>> rewriting(Set<UUID> except, int limit) {
            return new RewritingRows(connection).next(except, limit);
        }

        /** References first: which of an object's classes still stand is known from what is in force already. */
        @Override
        public Uni<Boolean> rewrite(Rewriting rewriting, List<RecallAct.Notice> notices) {
            RecallStatements statements = new RecallStatements(connection);
            List<Reclassed.Change> changes = rewriting.part().changes();
            return statements
                    .refer(changes, REFERENCES_AT_ONCE)
                    .chain(referred -> referred >= REFERENCES_AT_ONCE
                            ? Uni.createFrom().item(false)
                            : together(() -> statements
                                            .turn()
                                            .chain(() -> statements.rewritten(rewriting.number(), changes))
                                            .chain(() -> statements.moreNotices(rewriting.number(), notices)))
                                    .replaceWith(true));
        }

        private Uni<Void> together(Supplier<Uni<Void>> statements) {
            return connection
                    .begin()
                    .chain(transaction -> statements
                            .get()
                            .chain(transaction::commit)
                            .onFailure()
                            .call(() -> transaction.rollback().onFailure().recoverWithNull()));
        }

        /** First: what is released from review at the same time is then in the queue, and covered by the scopes. */
        private Uni<Void> refuse(RecallAct act, Optional<Refusal> refusal) {
            Uni<Void> done = Uni.createFrom().voidItem();
            if (refusal.isPresent() && act.object().isPresent()) {
                for (HeldAssertions some : held) {
                    done = done.chain(() -> some.refuse(
                            connection,
                            act.object().get(),
                            refusal.get().submitter(),
                            act.madeBy(),
                            "recalled: " + act.reason()));
                }
            }
            return done;
        }
    }
}
