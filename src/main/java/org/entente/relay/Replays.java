package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Subject;
import org.entente.http.HomeContext;
import org.entente.log.ActTraces;
import org.entente.log.Feed;
import org.entente.log.LogReader;
import org.entente.party.PartnerId;
import org.entente.relay.Replay.Span;
import org.entente.relay.Replay.State;
import org.entente.trace.TraceParent;
import org.entente.trace.Traces;
import org.jspecify.annotations.Nullable;

/** Replays asked for, and what became of them. Thread safe. */
@ApplicationScoped
public class Replays {

    private static final String COLUMNS = "replay_id, partner_id, state, requested_at, feeds, after_date, until_date,"
            + " after_position, until_position, sent, finished_at, failure";

    private static final String END = "UPDATE replay SET state = $2, failure = $3, finished_at = $4"
            + " WHERE replay_id = $1 AND state IN ('waiting', 'running') RETURNING " + COLUMNS;

    private final Pool pool;
    private final LogReader log;
    private final RelayConfig config;
    private final AuditLog audit;
    private final Traces traces;
    private final ActTraces acts;
    private final Clock clock;

    Replays(Pool pool, LogReader log, RelayConfig config, AuditLog audit, Traces traces, ActTraces acts, Clock clock) {
        this.traces = traces;
        this.acts = acts;
        this.audit = audit;
        this.pool = pool;
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What a partner asks for.
     *
     * @param feeds at least one
     * @param after only what was added later; null for the beginning
     * @param until only what was not added later; null for everything there is by now
     */
    record Request(
            PartnerId partner,
            Set<Feed> feeds,
            @Nullable Instant after,
            @Nullable Instant until) {}

    /** Keeps the request; empty when the partner has a replay under way. */
    Uni<Optional<Replay>> request(Request asked) {
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        Optional<TraceParent> trace = traces.current().parent();
        Instant until = asked.until() == null || asked.until().isAfter(now) ? now : asked.until();
        // Audited as what this request did, which its context says.
        return trace.map(parent -> HomeContext.backHome(acts.keep(id, parent)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> spanOf(asked.after(), asked.until()))
                .chain(span -> bounded(audit.run(
                        pool,
                        "INSERT INTO replay (replay_id, partner_id, requested_at, feeds, after_date, until_date,"
                                + " after_position, until_position, reached_position, state)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, 'waiting')"
                                + " ON CONFLICT (partner_id) WHERE state IN ('waiting', 'running') DO NOTHING RETURNING "
                                + COLUMNS,
                        Tuple.tuple()
                                .addUUID(id)
                                .addString(asked.partner().value())
                                .addOffsetDateTime(utc(now))
                                .addString(String.join(",", Replay.labels(asked.feeds())))
                                .addOffsetDateTime(asked.after() == null ? null : utc(asked.after()))
                                .addOffsetDateTime(utc(until))
                                .addLong(span.after())
                                .addLong(span.until()),
                        rows -> first(rows).map(replay -> act(Action.REPLAY_REQUESTED, replay)))))
                .map(Replays::first);
    }

    /** Everything there is by now is not what was added by now: where the clock was set back, dates are ahead of it. */
    private Uni<Span> spanOf(@Nullable Instant after, @Nullable Instant until) {
        Uni<Long> first = after == null ? Uni.createFrom().item(0L) : log.lastPositionAt(after);
        Uni<Long> last = until == null ? log.lastPosition() : log.lastPositionAt(until);
        return Uni.combine().all().unis(first, last).with(Span::new);
    }

    /**
     * Newest first.
     *
     * @param partner whose; empty for all
     * @param before leaves out this one and all that are newer; empty for the first page
     */
    Uni<List<Replay>> list(Optional<PartnerId> partner, Optional<Replay> before, int limit) {
        return run(
                        "SELECT " + COLUMNS + " FROM replay WHERE ($1::text IS NULL OR partner_id = $1)"
                                + " AND ($2::timestamptz IS NULL OR (requested_at, replay_id) < ($2, $3::uuid))"
                                + " ORDER BY requested_at DESC, replay_id DESC LIMIT $4",
                        Tuple.tuple()
                                .addString(partner.map(PartnerId::value).orElse(null))
                                .addOffsetDateTime(before.map(replay -> utc(replay.requestedAt()))
                                        .orElse(null))
                                .addUUID(before.map(Replay::id).orElse(null))
                                .addInteger(limit))
                .map(Replays::all);
    }

    /** One replay; empty when there is none. */
    Uni<Optional<Replay>> find(UUID id) {
        return run("SELECT " + COLUMNS + " FROM replay WHERE replay_id = $1", Tuple.of(id))
                .map(Replays::first);
    }

    /** Those under way, in the order asked for. */
    Uni<List<Replay>> active() {
        return run(
                        "SELECT " + COLUMNS + " FROM replay WHERE state IN ('waiting', 'running')"
                                + " ORDER BY requested_at, replay_id",
                        Tuple.tuple())
                .map(Replays::all);
    }

    /** Notes how far it is; false when it has ended meanwhile. */
    Uni<Boolean> progressed(UUID id, long reached, long sent) {
        return run(
                        "UPDATE replay SET state = 'running', reached_position = $2, sent = $3"
                                + " WHERE replay_id = $1 AND state IN ('waiting', 'running')",
                        Tuple.of(id, reached, sent))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Ends it because somebody wants it to; empty when it has ended before. */
    Uni<Optional<Replay>> cancel(UUID id) {
        return bounded(audit.run(
                        pool,
                        END,
                        Tuple.of(id, State.CANCELLED.label(), null, utc(clock.instant())),
                        rows -> first(rows).map(replay -> act(Action.REPLAY_CANCELLED, replay))))
                .map(Replays::first);
    }

    private static Act act(Action action, Replay replay) {
        return Act.of(action, new Subject("replay", replay.id().toString()))
                .with(Map.of("partner", replay.partner().value(), "feeds", String.join(",", replay.feeds())));
    }

    /** Ends it; empty when it has ended before. */
    Uni<Optional<Replay>> end(UUID id, State state, @Nullable String failure) {
        return run(END, Tuple.of(id, state.label(), failure, utc(clock.instant())))
                .map(Replays::first);
    }

    private Uni<RowSet<Row>> run(String sql, Tuple values) {
        return bounded(pool.preparedQuery(sql).execute(values));
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.callTimeout()).fail();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Replay> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Replay> all(RowSet<Row> rows) {
        List<Replay> replays = new ArrayList<>();
        rows.forEach(row -> replays.add(replay(row)));
        return replays;
    }

    private static Replay replay(Row row) {
        PartnerId partner = new PartnerId(row.getString("partner_id"));
        return new Replay(
                row.getUUID("replay_id"),
                partner,
                State.of(row.getString("state")),
                row.getOffsetDateTime("requested_at").toInstant(),
                List.of(row.getString("feeds").split(",", -1)),
                instant(row, "after_date"),
                row.getOffsetDateTime("until_date").toInstant(),
                TopicNames.replay(partner),
                row.getLong("sent"),
                instant(row, "finished_at"),
                row.getString("failure"),
                new Span(row.getLong("after_position"), row.getLong("until_position")));
    }

    private static @Nullable Instant instant(Row row, String column) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
