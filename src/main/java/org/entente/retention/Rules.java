package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.partner.Caller.OperatorCaller;
import org.entente.partner.Roles;
import org.entente.partner.SecondPersons;
import org.entente.party.OperatorId;
import org.entente.retention.Rule.Since;
import org.entente.retention.Rule.State;
import org.jspecify.annotations.Nullable;

/** Rules of retention, each put in force by two persons and ended by one. Thread safe. */
@ApplicationScoped
class Rules {

    /** More are a sign of a script gone wrong. */
    private static final int STANDING_MAX = 200;

    private static final String COLUMNS = "rule_id, state, tlp, kinds, days, since, reason, proposed_at, proposed_by,"
            + " decided_at, decided_by, ended_at, ended_by, version";

    private static final String PROPOSE = "INSERT INTO retention_rule"
            + " (rule_id, state, tlp, kinds, days, since, reason, proposed_at, proposed_by)"
            + " SELECT $1, 'proposed', $2::text[], $3::text[], $4, $5, $6, $7, $8"
            + " WHERE (SELECT count(*) FROM retention_rule WHERE state IN ('proposed', 'active')) < $9"
            + " RETURNING " + COLUMNS;

    private static final String DECIDE = "UPDATE retention_rule SET state = $2, decided_at = $3, decided_by = $4,"
            + " version = version + 1 WHERE rule_id = $1 RETURNING " + COLUMNS;

    private static final String END = "UPDATE retention_rule SET state = $2, ended_at = $3, ended_by = $4,"
            + " version = version + 1 WHERE rule_id = $1 RETURNING " + COLUMNS;

    private final Pool pool;
    private final AuditLog audit;
    private final SecondPersons secondPersons;
    private final RetentionConfig config;
    private final Clock clock;

    Rules(Pool pool, AuditLog audit, SecondPersons secondPersons, RetentionConfig config, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.secondPersons = secondPersons;
        this.config = config;
        this.clock = clock;
    }

    /** What a rule is to say, as {@link Rule}. */
    record Proposal(@Nullable List<String> tlp, @Nullable List<String> kinds, int days, Since since, String reason) {}

    Uni<Rule> propose(Proposal proposal, OperatorId by) {
        Tuple values = Tuple.tuple()
                .addUUID(UUID.randomUUID())
                .addValue(array(proposal.tlp()))
                .addValue(array(proposal.kinds()))
                .addInteger(proposal.days())
                .addString(proposal.since().label())
                .addString(proposal.reason())
                .addOffsetDateTime(now())
                .addString(by.value())
                .addInteger(STANDING_MAX);
        return bounded(audit.run(
                        pool,
                        PROPOSE,
                        values,
                        rows -> first(rows).map(rule -> act(Action.RETENTION_RULE_PROPOSED, rule))))
                .map(rows -> first(rows)
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.CONFLICT,
                                "There are " + STANDING_MAX + " rules proposed or in force. End some first.")));
    }

    private static String @Nullable [] array(@Nullable List<String> names) {
        return names == null ? null : names.toArray(String[]::new);
    }

    /** All there ever were, the oldest first; those of a state only, where one is given. */
    Uni<List<Rule>> all(Optional<State> state) {
        return bounded(pool.preparedQuery(
                                "SELECT " + COLUMNS
                                        + " FROM retention_rule WHERE $1::text IS NULL OR state = $1 ORDER BY proposed_at, rule_id")
                        .execute(Tuple.tuple().addValue(state.map(State::label).orElse(null))))
                .map(Rules::rules);
    }

    /** Fails with 404 where there is none. */
    Uni<Rule> one(UUID id) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS + " FROM retention_rule WHERE rule_id = $1")
                        .execute(Tuple.of(id)))
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound));
    }

    /** By another person than who proposed it, of what that one has read. */
    Uni<Rule> approve(UUID id, OperatorId by, @Nullable String ifMatch) {
        return one(id).invoke(rule -> is(rule, State.PROPOSED))
                .invoke(rule -> VersionTag.checkRead(ifMatch, rule.version(), "rule"))
                .chain(rule -> secondPersons.check(
                        Set.of(new OperatorId(rule.proposedBy())),
                        by,
                        "rule",
                        rule.id().toString()))
                .chain(() -> changed(
                        id,
                        Set.of(State.PROPOSED),
                        ifMatch,
                        DECIDE,
                        new Step(State.ACTIVE, by, Action.RETENTION_RULE_APPROVED)));
    }

    Uni<Rule> reject(UUID id, OperatorId by, @Nullable String ifMatch) {
        return changed(
                id,
                Set.of(State.PROPOSED),
                ifMatch,
                DECIDE,
                new Step(State.REJECTED, by, Action.RETENTION_RULE_REJECTED));
    }

    /** Keeping more is one person's word: a proposal is withdrawn, a rule in force ended. */
    Uni<Rule> end(UUID id, OperatorCaller by, @Nullable String ifMatch) {
        return one(id).chain(rule -> {
            if (rule.state() != State.PROPOSED) {
                return changed(
                        id,
                        Set.of(State.ACTIVE),
                        ifMatch,
                        END,
                        new Step(State.ENDED, by.operator(), Action.RETENTION_RULE_ENDED));
            }
            if (!rule.proposedBy().equals(by.name()) && !by.roles().contains(Roles.ADMIN)) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "Only who proposed it or an administrator withdraws a rule. You may reject it.");
            }
            return changed(
                    id,
                    Set.of(State.PROPOSED),
                    ifMatch,
                    END,
                    new Step(State.WITHDRAWN, by.operator(), Action.RETENTION_RULE_WITHDRAWN));
        });
    }

    private record Step(State to, OperatorId by, Action action) {}

    private Uni<Rule> changed(UUID id, Set<State> from, @Nullable String ifMatch, String update, Step step) {
        Origin asked = Origin.current();
        return bounded(pool.withTransaction(transaction -> transaction
                .preparedQuery("SELECT " + COLUMNS + " FROM retention_rule WHERE rule_id = $1 FOR UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound))
                .invoke(rule -> {
                    VersionTag.check(ifMatch, rule.version());
                    is(rule, from.iterator().next());
                })
                .chain(() -> update(transaction, id, update, step))
                .call(rule -> audit.note(transaction, asked, act(step.action(), rule)))));
    }

    private Uni<Rule> update(SqlConnection transaction, UUID id, String update, Step step) {
        return transaction
                .preparedQuery(update)
                .execute(Tuple.of(id, step.to().label(), now(), step.by().value()))
                .map(rows -> rule(rows.iterator().next()));
    }

    private static void is(Rule rule, State needed) {
        if (rule.state() != needed) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The rule is " + rule.state().label() + ", not " + needed.label() + ".");
        }
    }

    private static Act act(Action action, Rule rule) {
        return Act.of(action, new Subject("retention-rule", rule.id().toString()))
                .because(rule.reason())
                .with(java.util.Map.of("rule", rule.says()));
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Optional<Rule> first(RowSet<Row> rows) {
        return rules(rows).stream().findFirst();
    }

    private static List<Rule> rules(RowSet<Row> rows) {
        List<Rule> rules = new ArrayList<>(rows.size());
        rows.forEach(row -> rules.add(rule(row)));
        return rules;
    }

    private static Rule rule(Row row) {
        return new Rule(
                row.getUUID("rule_id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                names(row, "tlp"),
                names(row, "kinds"),
                row.getInteger("days"),
                Since.ofLabel(row.getString("since")).orElseThrow(),
                row.getString("reason"),
                row.getOffsetDateTime("proposed_at").toInstant(),
                row.getString("proposed_by"),
                at(row, "decided_at"),
                row.getString("decided_by"),
                at(row, "ended_at"),
                row.getString("ended_by"),
                row.getLong("version"));
    }

    private static @Nullable List<String> names(Row row, String column) {
        String @Nullable [] names = row.getArrayOfStrings(column);
        return names == null ? null : List.of(names);
    }

    private static @Nullable Instant at(Row row, String column) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
