package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.partner.SecondPersons;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/**
 * How a legal hold ends: one person proposes it and another agrees, since what is erased then is gone. Thread safe. Until then it is in
 * force.
 */
@ApplicationScoped
class Liftings {

    private static final String READ = "SELECT " + Holds.COLUMNS + " FROM legal_hold WHERE hold_id = $1 FOR UPDATE";

    private static final String PROPOSE =
            "UPDATE legal_hold SET lift_proposed_at = $2, lift_proposed_by = $3, lift_reason = $4"
                    + " WHERE hold_id = $1 RETURNING " + Holds.COLUMNS;

    private static final String LIFT =
            "UPDATE legal_hold SET lifted_at = $2, lifted_by = $3 WHERE hold_id = $1 RETURNING " + Holds.COLUMNS;

    private static final String KEEP =
            "UPDATE legal_hold SET lift_proposed_at = NULL, lift_proposed_by = NULL, lift_reason = NULL"
                    + " WHERE hold_id = $1 RETURNING " + Holds.COLUMNS;

    /** What was refused in review and kept only for a hold. */
    private static final String FORGET_REFUSED = """
            UPDATE held_object r SET content = NULL
            WHERE r.decision = 'refuse' AND r.content IS NOT NULL AND NOT EXISTS (
                SELECT FROM legal_hold h LEFT JOIN legal_hold_object o USING (hold_id)
                WHERE h.lifted_at IS NULL AND (h.partner_id = r.partner_id OR o.object_id = r.object_id))""";

    private final Pool pool;
    private final AuditLog audit;
    private final Holds holds;
    private final SecondPersons secondPersons;
    private final RetentionConfig config;
    private final Clock clock;

    Liftings(Pool pool, AuditLog audit, Holds holds, SecondPersons secondPersons, RetentionConfig config, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.holds = holds;
        this.secondPersons = secondPersons;
        this.config = config;
        this.clock = clock;
    }

    Uni<Hold> propose(UUID id, String reason, OperatorId by, @Nullable String ifMatch) {
        return changed(
                id,
                hold -> {
                    VersionTag.check(ifMatch, hold.version());
                    isNotProposed(hold);
                },
                new Step(PROPOSE, Tuple.of(id, now(), by.value(), reason), Action.LEGAL_HOLD_LIFTING_PROPOSED));
    }

    /** From then on rules and orders reach what it was about. By another person than who proposed it, of what that one has read. */
    Uni<Hold> approve(UUID id, OperatorId by, @Nullable String ifMatch) {
        return holds.one(id)
                .map(hold -> proposer(hold, ifMatch))
                .chain(first -> secondPersons.check(Set.of(first), by, "lifting of a legal hold", id.toString()))
                .chain(() -> changed(
                        id,
                        hold -> proposer(hold, ifMatch),
                        new Step(LIFT, Tuple.of(id, now(), by.value()), Action.LEGAL_HOLD_LIFTED)))
                .call(this::forgetRefused);
    }

    /** Another proposal, of other words, has another version. */
    private static OperatorId proposer(Hold hold, @Nullable String ifMatch) {
        OperatorId by = proposer(hold);
        VersionTag.checkRead(ifMatch, hold.version(), "hold");
        return by;
    }

    private static OperatorId proposer(Hold hold) {
        isInForce(hold);
        @Nullable String by = hold.liftProposedBy();
        if (by == null) {
            throw new ProblemException(ProblemType.CONFLICT, "Nobody has proposed to lift it.");
        }
        return new OperatorId(by);
    }

    /** Also what was left when an instance was killed just after a hold was lifted. */
    Uni<Void> forgetRefused() {
        return bounded(pool.query(FORGET_REFUSED).execute()).replaceWithVoid();
    }

    /** Whoever proposed it thought better of it, or another declines. */
    Uni<Hold> keep(UUID id, @Nullable String ifMatch) {
        return changed(
                id,
                hold -> {
                    VersionTag.check(ifMatch, hold.version());
                    proposer(hold);
                },
                new Step(KEEP, Tuple.of(id), Action.LEGAL_HOLD_KEPT));
    }

    private record Step(String update, Tuple values, Action action) {}

    private Uni<Hold> changed(UUID id, Consumer<Hold> allowed, Step step) {
        Origin asked = Origin.current();
        return bounded(pool.withTransaction(transaction -> transaction
                .preparedQuery(READ)
                .execute(Tuple.of(id))
                .map(rows -> Holds.holds(rows).stream().findFirst().orElseThrow(ProblemException::notFound))
                .invoke(allowed)
                .chain(() -> transaction.preparedQuery(step.update()).execute(step.values()))
                .map(rows -> Holds.holds(rows).get(0))
                .call(hold -> audit.note(transaction, asked, because(Holds.act(step.action(), hold), hold)))));
    }

    private static Act because(Act act, Hold hold) {
        return hold.liftReason() == null ? act : act.because(hold.liftReason());
    }

    private static void isNotProposed(Hold hold) {
        isInForce(hold);
        if (hold.liftProposedBy() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "To lift it was proposed already, by " + hold.liftProposedBy() + ".");
        }
    }

    private static void isInForce(Hold hold) {
        if (hold.liftedAt() != null) {
            throw new ProblemException(ProblemType.CONFLICT, "It was lifted already.");
        }
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
