package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.party.Audience;

/** What was done with held objects: who, when, what and why. */
@ApplicationScoped
class HeldHistory {

    private static final String NOTE = """
            INSERT INTO held_event (held_id, made_at, made_by, action, words, audience)
            VALUES ($1, $2, $3, $4, $5, $6)""";

    private static final String OF_OBJECT = """
            SELECT * FROM held_event WHERE held_id = $1 AND event_number > $2 ORDER BY event_number LIMIT $3""";

    private final Pool pool;
    private final HeldRows rows;
    private final AuditLog audit;

    HeldHistory(Pool pool, HeldRows rows, AuditLog audit) {
        this.audit = audit;
        this.pool = pool;
        this.rows = rows;
    }

    /**
     * Who acts.
     *
     * @param by an operator's name, or a partner's
     * @param words why; may be empty
     * @param origin for the audit trail; empty where that is told otherwise, or not at all
     */
    record Step(String by, String words, Instant at, Optional<Origin> origin) {}

    Uni<Void> note(SqlConnection transaction, HeldObject held, String action, Step step) {
        return note(transaction, held, action, step, Optional.empty());
    }

    Uni<Void> note(SqlConnection transaction, HeldObject held, String action, Step step, Optional<Audience> audience) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.tuple()
                        .addUUID(held.id())
                        .addOffsetDateTime(HeldRows.utc(step.at()))
                        .addString(step.by())
                        .addString(action)
                        .addValue(step.words().isEmpty() ? null : step.words())
                        .addValue(audience.map(rows::text).orElse(null)))
                .chain(() -> step.origin()
                        .map(origin -> audit.note(transaction, origin, act(held, action, step)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static Act act(HeldObject held, String action, Step step) {
        return Act.of(audited(action), new Subject("review", held.id().toString()))
                .because(step.words())
                .with(Map.of(
                        "object",
                        held.objectId(),
                        "submission",
                        held.submission().toString()));
    }

    private static Action audited(String action) {
        return switch (action) {
            case "release" -> Action.REVIEW_RELEASED;
            case "refuse" -> Action.REVIEW_REFUSED;
            case "narrow" -> Action.REVIEW_NARROWED;
            case "ask" -> Action.REVIEW_ASKED;
            case "ask-consent" -> Action.REVIEW_CONSENT_ASKED;
            case "withdraw" -> Action.REVIEW_QUESTION_WITHDRAWN;
            default -> throw new IllegalArgumentException("No operator does this: " + action);
        };
    }

    Uni<List<ReviewEvent>> of(UUID held, long after, int limit) {
        return pool.preparedQuery(OF_OBJECT)
                .execute(Tuple.of(held, after, limit))
                .map(found -> {
                    List<ReviewEvent> events = new ArrayList<>(found.rowCount());
                    found.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    private ReviewEvent event(Row row) {
        return new ReviewEvent(
                row.getLong("event_number"),
                HeldRows.timestamp(row, "made_at"),
                row.getString("made_by"),
                row.getString("action"),
                row.getString("words"),
                Optional.ofNullable(row.getString("audience"))
                        .map(rows::audience)
                        .orElse(null));
    }
}
