package org.entente.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what was noted. For whoever may see all of it. Thread safe. */
@ApplicationScoped
public class AuditTrail {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String FIND = """
            SELECT * FROM audit_event
            WHERE event_number < $1 AND ($2::text IS NULL OR actor_name = $2) AND ($3::text IS NULL OR action = $3)
              AND ($4::text IS NULL OR subject_kind = $4) AND ($5::text IS NULL OR subject_id = $5)
              AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
              AND ($8::text IS NULL OR request_id = $8)
            ORDER BY event_number DESC LIMIT $9""";

    private final Pool pool;

    AuditTrail(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is asked for; all of it must hold.
     *
     * @param since inclusive
     * @param until exclusive
     */
    public record Filter(
            Optional<String> actor,
            Optional<Action> action,
            Optional<String> subjectKind,
            Optional<String> subject,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<String> request) {

        /** Everything. */
        public static final Filter NONE = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Events with lower numbers than one, newest first.
     *
     * @param before {@link Long#MAX_VALUE} for the newest
     * @param limit at least 1
     */
    public Uni<List<AuditEvent>> find(Filter wanted, long before, int limit) {
        Tuple values = Tuple.tuple()
                .addLong(before)
                .addString(wanted.actor().orElse(null))
                .addString(wanted.action().map(Action::label).orElse(null))
                .addString(wanted.subjectKind().orElse(null))
                .addString(wanted.subject().orElse(null))
                .addOffsetDateTime(utc(wanted.since()))
                .addOffsetDateTime(utc(wanted.until()))
                .addString(wanted.request().orElse(null))
                .addInteger(limit);
        return pool.preparedQuery(FIND)
                .execute(values)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(rows -> {
                    List<AuditEvent> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> at) {
        return at.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static AuditEvent event(Row row) {
        return new AuditEvent(
                row.getLong("event_number"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getString("actor_name"),
                row.getString("action"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("reason"),
                details((JsonObject) row.getValue("details")),
                row.getString("request_id"));
    }

    private static Map<String, String> details(JsonObject kept) {
        Map<String, String> details = new HashMap<>();
        kept.forEach(entry -> details.put(entry.getKey(), String.valueOf(entry.getValue())));
        return details;
    }
}
