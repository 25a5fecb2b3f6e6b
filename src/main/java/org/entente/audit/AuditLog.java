package org.entente.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Notes what is done, in the transaction that does it: what is rolled back was never noted. Thread safe. The caller sees to it
 * that an act says nothing that {@link Act} forbids.
 */
@ApplicationScoped
public class AuditLog {

    private static final String COLUMNS = "INSERT INTO audit_event"
            + " (at, actor_kind, actor_name, action, subject_kind, subject_id, reason, details, request_id)";

    private static final String NOTE = COLUMNS + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private static final String NOTE_IN_SESSION = COLUMNS + " VALUES (:at, :kind, :name, :action, :subjectKind,"
            + " :subjectId, nullif(:reason, ''), cast(cast(:details as text) as jsonb), nullif(:request, ''))";

    private final Clock clock;

    public AuditLog(Clock clock) {
        this.clock = clock;
    }

    /** Notes an act of the request that is being answered. */
    public Uni<Void> note(SqlConnection transaction, Act act) {
        return note(transaction, Origin.current(), act);
    }

    /** Notes an act whose origin was taken along from elsewhere. */
    public Uni<Void> note(SqlConnection transaction, Origin origin, Act act) {
        Tuple values = Tuple.tuple()
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addString(origin.actor().kind().label())
                .addString(origin.actor().name())
                .addString(act.action().label())
                .addString(act.subject().kind())
                .addString(act.subject().id())
                .addString(act.reason().orElse(null))
                .addValue(new JsonObject(Map.copyOf(act.details())))
                .addString(origin.request().orElse(null));
        return transaction.preparedQuery(NOTE).execute(values).replaceWithVoid();
    }

    /**
     * Runs one statement in a transaction of its own, with the note of what it did.
     *
     * @param act what the rows say was done; empty where nothing was
     */
    public Uni<RowSet<Row>> run(Pool pool, String sql, Tuple values, Function<RowSet<Row>, Optional<Act>> act) {
        Origin origin = Origin.current();
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(sql)
                .execute(values)
                .call(rows -> act.apply(rows)
                        .map(done -> note(transaction, origin, done))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    /** The same in a transaction of Hibernate's. What the session holds back is written first. */
    public Uni<Void> note(Mutiny.Session session, Origin origin, Act act) {
        return session.createNativeQuery(NOTE_IN_SESSION)
                .setParameter("at", clock.instant())
                .setParameter("kind", origin.actor().kind().label())
                .setParameter("name", origin.actor().name())
                .setParameter("action", act.action().label())
                .setParameter("subjectKind", act.subject().kind())
                .setParameter("subjectId", act.subject().id())
                .setParameter("reason", act.reason().orElse(""))
                .setParameter("details", new JsonObject(Map.copyOf(act.details())).encode())
                .setParameter("request", origin.request().orElse(""))
                .executeUpdate()
                .replaceWithVoid();
    }
}
