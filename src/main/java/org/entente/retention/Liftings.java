package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.SecondPersons;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/**
 * How a legal hold ends: one person proposes it and another agrees, since what is erased then is gone. Thread safe. Until then it is in
 * force.
 */
@ApplicationScoped
class Liftings {

    private static final String PROPOSE =
            "UPDATE legal_hold SET lift_proposed_at = $2, lift_proposed_by = $3, lift_reason = $4"
                    + " WHERE hold_id = $1 AND lifted_at IS NULL AND lift_proposed_at IS NULL RETURNING "
                    + Holds.COLUMNS;

    private static final String LIFT = "UPDATE legal_hold SET lifted_at = $2, lifted_by = $3"
            + " WHERE hold_id = $1 AND lifted_at IS NULL AND lift_proposed_by = $4 AND lift_proposed_at = $5"
            + " RETURNING " + Holds.COLUMNS;

    private static final String KEEP =
            "UPDATE legal_hold SET lift_proposed_at = NULL, lift_proposed_by = NULL, lift_reason = NULL"
                    + " WHERE hold_id = $1 AND lifted_at IS NULL AND lift_proposed_at IS NOT NULL RETURNING "
                    + Holds.COLUMNS;

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

    Uni<Hold> propose(UUID id, String reason, OperatorId by) {
        return changed(id, PROPOSE, Tuple.of(id, now(), by.value(), reason), Action.LEGAL_HOLD_LIFTING_PROPOSED);
    }

    /** From then on rules and orders reach what it was about. */
    Uni<Hold> approve(UUID id, OperatorId by) {
        return holds.one(id)
                .map(Liftings::proposal)
                .call(proposal -> secondPersons.check(
                        Set.of(new OperatorId(proposal.by())), by, "lifting of a legal hold", id.toString()))
                .chain(proposal -> changed(
                        id,
                        LIFT,
                        Tuple.of(id, now(), by.value(), proposal.by(), proposal.at()),
                        Action.LEGAL_HOLD_LIFTED))
                .call(this::forgetRefused);
    }

    /** By whom and when; a later one, of other words, is another. */
    private record Proposal(String by, OffsetDateTime at) {}

    private static Proposal proposal(Hold hold) {
        @Nullable String by = hold.liftProposedBy();
        @Nullable Instant at = hold.liftProposedAt();
        if (hold.liftedAt() != null || by == null || at == null) {
            throw refused(hold);
        }
        return new Proposal(by, at.atOffset(ZoneOffset.UTC));
    }

    /** Also what was left when an instance was killed just after a hold was lifted. */
    Uni<Void> forgetRefused() {
        return bounded(pool.query(FORGET_REFUSED).execute()).replaceWithVoid();
    }

    /** Whoever proposed it thought better of it, or another declines. */
    Uni<Hold> keep(UUID id) {
        return changed(id, KEEP, Tuple.of(id), Action.LEGAL_HOLD_KEPT);
    }

    private Uni<Hold> changed(UUID id, String update, Tuple values, Action action) {
        return bounded(audit.run(
                        pool,
                        update,
                        values,
                        rows -> Holds.holds(rows).stream()
                                .findFirst()
                                .map(hold -> because(Holds.act(action, hold), hold))))
                .chain(rows -> Holds.holds(rows).stream()
                        .findFirst()
                        .map(hold -> Uni.createFrom().item(hold))
                        .orElseGet(() -> holds.one(id).map(hold -> {
                            throw refused(hold);
                        })));
    }

    private static Act because(Act act, Hold hold) {
        return hold.liftReason() == null ? act : act.because(hold.liftReason());
    }

    private static ProblemException refused(Hold hold) {
        String state = hold.liftedAt() != null
                ? "It was lifted already."
                : hold.liftProposedBy() == null
                        ? "Nobody has proposed to lift it."
                        : "To lift it was proposed already, by " + hold.liftProposedBy() + ".";
        return new ProblemException(ProblemType.CONFLICT, state);
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
