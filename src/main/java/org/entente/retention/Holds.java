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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.SubmittedObjects;
import org.entente.log.PurgeWriter;
import org.entente.partner.Partners;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Legal holds. Thread safe. When one is answered, nothing it is about is erased any more. */
@ApplicationScoped
class Holds {

    /**
     * Of a row e of the log and k of its type: whether something holds it. What submits under a hold of its partner, and what is of an
     * object under a hold, whoever says it.
     */
    static final String HELD = """
            (EXISTS (
                SELECT FROM legal_hold_object o JOIN legal_hold h USING (hold_id)
                WHERE o.object_id = k.name || '--' || e.object_uuid AND h.lifted_at IS NULL)
             OR EXISTS (
                SELECT FROM legal_hold h JOIN release_class r ON r.submitter = h.partner_id
                WHERE r.class_id = e.stated_class_id AND h.lifted_at IS NULL))""";

    static final String COLUMNS = "hold_id, object_id, submission_id, partner_id, reason, made_at, made_by,"
            + " lift_proposed_at, lift_proposed_by, lifted_at, lifted_by, lift_reason, version";

    private static final String MAKE = "INSERT INTO legal_hold"
            + " (hold_id, object_id, submission_id, partner_id, reason, made_at, made_by)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING " + COLUMNS;

    private static final String NAME =
            "INSERT INTO legal_hold_object (hold_id, object_id) SELECT $1, * FROM unnest($2::text[])";

    private static final String BEING_ERASED =
            "SELECT 1 FROM log_purge WHERE object_id = ANY($1::text[]) AND erased_at IS NULL LIMIT 1";

    /** The holds that an object is under: of itself, and of who submitted it. */
    private static final String OF_OBJECT = "SELECT DISTINCT " + COLUMNS + """
             FROM legal_hold h WHERE h.lifted_at IS NULL AND (
                EXISTS (SELECT FROM legal_hold_object o WHERE o.hold_id = h.hold_id AND o.object_id = $1)
                OR h.partner_id IN (
                    SELECT r.submitter FROM log_entry e JOIN release_class r ON r.class_id = e.stated_class_id
                    JOIN stix_kind k USING (kind_id) WHERE e.object_uuid = $2 AND k.name = $3 AND e.class_id <> 0
                    UNION ALL SELECT r.submitter FROM log_pending p JOIN release_class r USING (class_id)
                    JOIN stix_kind k USING (kind_id) WHERE p.object_uuid = $2 AND k.name = $3
                    UNION ALL SELECT partner_id FROM held_object WHERE object_id = $1 AND content IS NOT NULL))
            ORDER BY made_at""";

    private final Pool pool;
    private final AuditLog audit;
    private final PurgeWriter purges;
    private final SubmittedObjects submitted;
    private final Partners partners;
    private final RetentionConfig config;
    private final Clock clock;

    Holds(
            Pool pool,
            AuditLog audit,
            PurgeWriter purges,
            SubmittedObjects submitted,
            Partners partners,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.purges = purges;
        this.submitted = submitted;
        this.partners = partners;
        this.config = config;
        this.clock = clock;
    }

    /** What is to be held, one of the three. */
    record Scope(Optional<StixId> object, Optional<UUID> submission, Optional<PartnerId> partner) {}

    Uni<Hold> make(Scope scope, String reason, OperatorId by) {
        Origin asked = Origin.current();
        return objects(scope)
                .chain(objects -> bounded(pool.withTransaction(transaction -> purges.holdOff(transaction)
                        .chain(() -> refuseErasing(transaction, objects))
                        .chain(() -> make(transaction, scope, reason, by))
                        .call(hold -> transaction
                                .preparedQuery(NAME)
                                .execute(Tuple.of(hold.id(), objects.toArray(String[]::new))))
                        .call(hold -> audit.note(
                                transaction,
                                asked,
                                act(Action.LEGAL_HOLD_MADE, hold).because(reason))))));
    }

    private Uni<Set<String>> objects(Scope scope) {
        if (scope.partner().isPresent()) {
            return partners.upToDate().map(directory -> {
                if (directory.partner(scope.partner().get()).isEmpty()) {
                    throw ProblemException.invalidBody("/partner", "There is no such partner.");
                }
                return Set.of();
            });
        }
        return scope.submission()
                .map(submission -> submitted
                        .named(submission)
                        .map(found -> found
                                .orElseThrow(() ->
                                        ProblemException.invalidBody("/submission", "There is no such submission."))
                                .stream()
                                .map(StixId::toString)
                                .collect(Collectors.toSet())))
                .orElseGet(() -> Uni.createFrom()
                        .item(scope.object().map(StixId::toString).stream().collect(Collectors.toSet())));
    }

    private static Uni<Void> refuseErasing(SqlConnection transaction, Set<String> objects) {
        return transaction
                .preparedQuery(BEING_ERASED)
                .execute(Tuple.tuple().addValue(objects.toArray(String[]::new)))
                .invoke(rows -> {
                    if (rows.rowCount() > 0) {
                        throw new ProblemException(
                                ProblemType.CONFLICT, "It is being erased already, by order of an operator.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Hold> make(SqlConnection transaction, Scope scope, String reason, OperatorId by) {
        return transaction
                .preparedQuery(MAKE)
                .execute(Tuple.tuple()
                        .addUUID(UUID.randomUUID())
                        .addValue(scope.object().map(StixId::toString).orElse(null))
                        .addValue(scope.submission().orElse(null))
                        .addValue(scope.partner().map(PartnerId::value).orElse(null))
                        .addString(reason)
                        .addOffsetDateTime(now())
                        .addString(by.value()))
                .map(rows -> hold(rows.iterator().next()));
    }

    /** The newest first; those that were lifted too, where asked for. */
    Uni<List<Hold>> all(boolean lifted) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS
                                + " FROM legal_hold WHERE $1 OR lifted_at IS NULL ORDER BY made_at DESC, hold_id")
                        .execute(Tuple.of(lifted)))
                .map(Holds::holds);
    }

    /** Fails with 404 where there is none. */
    Uni<Hold> one(UUID id) {
        return bounded(pool.preparedQuery("SELECT " + COLUMNS + " FROM legal_hold WHERE hold_id = $1")
                        .execute(Tuple.of(id)))
                .map(rows -> holds(rows).stream().findFirst().orElseThrow(ProblemException::notFound));
    }

    /** What keeps an object from being erased, in a transaction that nothing can be held back in any more. */
    Uni<List<Hold>> of(SqlConnection transaction, StixId object) {
        return transaction
                .preparedQuery(OF_OBJECT)
                .execute(Tuple.of(object.toString(), object.uuid(), object.type()))
                .map(Holds::holds);
    }

    static Act act(Action action, Hold hold) {
        return Act.of(action, new Subject("legal-hold", hold.id().toString())).with(Map.of("about", hold.about()));
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static List<Hold> holds(RowSet<Row> rows) {
        List<Hold> holds = new ArrayList<>(rows.size());
        rows.forEach(row -> holds.add(hold(row)));
        return holds;
    }

    private static Hold hold(Row row) {
        return new Hold(
                row.getUUID("hold_id"),
                row.getString("object_id"),
                row.getUUID("submission_id"),
                row.getString("partner_id"),
                row.getString("reason"),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getString("made_by"),
                at(row, "lift_proposed_at"),
                row.getString("lift_proposed_by"),
                at(row, "lifted_at"),
                row.getString("lifted_by"),
                row.getString("lift_reason"),
                row.getLong("version"));
    }

    private static @Nullable Instant at(Row row, String column) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
