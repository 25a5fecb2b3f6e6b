package org.entente.relay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;
import org.entente.log.LogEntry;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** The records that stopped a partner's delivery, and what operators decided about them. Thread safe. */
@ApplicationScoped
public class Quarantine {

    private static final String COLUMNS =
            "quarantine_id, partner_id, object_id, objection, found_at, resolution, resolved_by, resolved_at";

    private final Pool pool;
    private final RelayConfig config;
    private final AuditLog audit;

    Quarantine(Pool pool, RelayConfig config, AuditLog audit) {
        this.audit = audit;
        this.pool = pool;
        this.config = config;
    }

    /** What an operator can decide. */
    public enum Resolution {
        /** The partner does not get the record; its delivery goes on after it. */
        WITHHOLD,
        /** The record is decided anew, since something was mended; if the guard still objects, delivery stops again. */
        RETRY;

        /** As it is spelled in the REST API and the table. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Reads the spelling of {@link #label}. */
        public static Optional<Resolution> ofLabel(String label) {
            return java.util.Arrays.stream(values())
                    .filter(resolution -> resolution.label().equals(label))
                    .findFirst();
        }
    }

    /**
     * A quarantined record. Says nothing of its content, nor of its log position.
     *
     * @param number ascending in the order found
     * @param objection of the egress guard
     * @param resolution {@code withhold} or {@code retry}; absent while it stops the partner's delivery
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            long number,
            PartnerId partner,
            String objectId,
            String objection,
            Instant foundAt,
            @Nullable String resolution,
            @Nullable String resolvedBy,
            @Nullable Instant resolvedAt) {}

    /** True when this is news, false when the partner is stopped there already. */
    Uni<Boolean> open(PartnerId partner, LogEntry entry, String objection) {
        return run(
                        "INSERT INTO quarantine (partner_id, position, object_id, objection)"
                                + " VALUES ($1, $2, $3, $4)"
                                + " ON CONFLICT (partner_id, position) WHERE resolution IS NULL DO NOTHING",
                        Tuple.of(partner.value(), entry.position(), entry.id().toString(), objection))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Set<PartnerId>> stopped() {
        return run("SELECT DISTINCT partner_id FROM quarantine WHERE resolution IS NULL", Tuple.tuple())
                .map(rows -> {
                    Set<PartnerId> partners = new HashSet<>();
                    rows.forEach(row -> partners.add(new PartnerId(row.getString(0))));
                    return partners;
                });
    }

    Uni<Boolean> isWithheld(PartnerId partner, long position) {
        return run(
                        "SELECT 1 FROM quarantine WHERE partner_id = $1 AND position = $2 AND resolution = 'withhold'",
                        Tuple.of(partner.value(), position))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * In the order found.
     *
     * @param after the number of the last one seen, 0 for the first page
     * @param openOnly leaves out what has been decided
     * @param limit at least 1
     */
    public Uni<List<Entry>> list(long after, boolean openOnly, int limit) {
        return run(
                        "SELECT " + COLUMNS + " FROM quarantine WHERE quarantine_id > $1"
                                + " AND (resolution IS NULL OR NOT $2) ORDER BY quarantine_id LIMIT $3",
                        Tuple.of(after, openOnly, limit))
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(entry(row)));
                    return entries;
                });
    }

    /** One record; empty when there is none. */
    public Uni<Optional<Entry>> find(long number) {
        return run("SELECT " + COLUMNS + " FROM quarantine WHERE quarantine_id = $1", Tuple.of(number))
                .map(Quarantine::first);
    }

    /** Decides about an open record; empty when there is none of this number that is open. */
    public Uni<Optional<Entry>> resolve(long number, Resolution resolution, OperatorId operator) {
        return bounded(audit.run(
                        pool,
                        "UPDATE quarantine SET resolution = $2, resolved_by = $3, resolved_at = now()"
                                + " WHERE quarantine_id = $1 AND resolution IS NULL RETURNING " + COLUMNS,
                        Tuple.of(number, resolution.label(), operator.value()),
                        rows -> first(rows).map(entry -> act(entry, resolution))))
                .map(Quarantine::first);
    }

    private static Act act(Entry entry, Resolution resolution) {
        Action action = resolution == Resolution.WITHHOLD ? Action.QUARANTINE_WITHHELD : Action.QUARANTINE_RETRIED;
        return Act.of(action, new Subject("quarantine", Long.toString(entry.number())))
                .with(Map.of("partner", entry.partner().value(), "object", entry.objectId()));
    }

    private Uni<RowSet<Row>> run(String sql, Tuple values) {
        return bounded(pool.preparedQuery(sql).execute(values));
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.callTimeout()).fail();
    }

    private static Optional<Entry> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(entry(rows.iterator().next()));
    }

    private static Entry entry(Row row) {
        @Nullable OffsetDateTime resolvedAt = row.getOffsetDateTime("resolved_at");
        return new Entry(
                row.getLong("quarantine_id"),
                new PartnerId(row.getString("partner_id")),
                row.getString("object_id"),
                row.getString("objection"),
                row.getOffsetDateTime("found_at").toInstant(),
                row.getString("resolution"),
                row.getString("resolved_by"),
                resolvedAt == null ? null : resolvedAt.toInstant());
    }
}
