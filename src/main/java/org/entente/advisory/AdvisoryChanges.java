package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.Advisory.Action;
import org.entente.advisory.Advisory.Event;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.AdvisoryRows.Turn;
import org.entente.audit.Act;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;

/**
 * How an advisory is changed: one change after the other, all of it or nothing, with its event in the history and its note in
 * the audit trail. Thread safe.
 */
@ApplicationScoped
class AdvisoryChanges {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Pool pool;
    private final AuditLog audit;
    private final Clock clock;

    AdvisoryChanges(Pool pool, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    @FunctionalInterface
    interface Work {
        Uni<Void> in(SqlConnection transaction, Advisory advisory);
    }

    Instant now() {
        return clock.instant();
    }

    /** One change of one advisory; what is answered is how it is afterwards. */
    Uni<Advisory> change(TrackingId id, Consumer<Advisory> allowed, Work work) {
        return inTransaction(transaction -> AdvisoryRows.locked(transaction, id)
                .invoke(allowed)
                .chain(advisory -> work.in(transaction, advisory))
                .chain(() -> AdvisoryRows.read(transaction, id)));
    }

    <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work).ifNoItem().after(TIMEOUT).fail();
    }

    /** The same version comes to another state. */
    Uni<Void> turn(SqlConnection transaction, Advisory advisory, State state, Action action, Step step) {
        Turn turn = new Turn(state, advisory.version(), advisory.published());
        return move(transaction, advisory, turn, advisory.version(), action, step);
    }

    /** @param version that the action is about */
    Uni<Void> move(SqlConnection transaction, Advisory before, Turn turn, long version, Action action, Step step) {
        Event event =
                new Event(before.history().size() + 1L, version, action, step.by(), clock.instant(), step.reason());
        return AdvisoryRows.move(transaction, before, turn, event)
                .chain(() -> audit(transaction, before.trackingId(), version, action, step));
    }

    Uni<Void> audit(SqlConnection transaction, TrackingId id, long version, Action action, Step step) {
        Act act = new Act(
                org.entente.audit.Action.valueOf("ADVISORY_" + action.name()),
                new Subject("advisory", id.value()),
                step.reason(),
                Map.of("version", String.valueOf(version)));
        return audit.note(transaction, step.origin(), act);
    }
}
