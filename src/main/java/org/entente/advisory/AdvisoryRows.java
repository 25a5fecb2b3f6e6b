package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.DatabaseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.entente.advisory.Advisory.Action;
import org.entente.advisory.Advisory.Event;
import org.entente.advisory.Advisory.State;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.OperatorId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Advisories in the database. Each call belongs to the connection it is given. */
final class AdvisoryRows {

    private static final String SELECT = """
            SELECT a.tracking_id, a.report_uuid, a.state, a.version, a.published, a.revision, a.created_at, a.changed_at,
                v.content, v.terms, v.digest
            FROM advisory a JOIN advisory_version v ON v.tracking_id = a.tracking_id AND v.version = a.version
            """;

    private static final String LIST = SELECT + """
            WHERE ($1::text IS NULL OR a.state = $1)
            AND ($2::text IS NULL OR v.cves @> ARRAY[$2::text])
            AND ($3::text IS NULL OR a.tracking_id = upper($3) OR position(lower($3) IN lower(concat_ws(' ',
                v.content::jsonb ->> 'title', v.content::jsonb ->> 'summary',
                jsonb_path_query_array(v.content::jsonb, '$.sections[*].*'),
                jsonb_path_query_array(v.content::jsonb, '$.products[*].*'),
                jsonb_path_query_array(v.content::jsonb, '$.translations[*].*')))) > 0)
            AND ($4::timestamptz IS NULL OR (a.changed_at, a.tracking_id) < ($4, $5))
            ORDER BY a.changed_at DESC, a.tracking_id DESC LIMIT $6""";

    private static final String EVENTS = """
            SELECT number, version, action, operator_id, at, reason FROM advisory_event
            WHERE tracking_id = $1 ORDER BY number""";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private AdvisoryRows() {}

    /**
     * What operators look for.
     *
     * @param text stands in the content, whatever its case, or is the tracking id
     * @param after the last one of the page before
     */
    record Search(
            Optional<State> state, Optional<String> cve, Optional<String> text, Optional<Place> after, int limit) {}

    /** Where a page ends. */
    record Place(Instant changedAt, String trackingId) {}

    static Uni<List<Advisory>> list(SqlClient database, Search search) {
        Tuple values = Tuple.tuple()
                .addValue(search.state().map(State::name).orElse(null))
                .addValue(search.cve().orElse(null))
                .addValue(search.text().orElse(null))
                .addValue(search.after().map(place -> utc(place.changedAt())).orElse(null))
                .addValue(search.after().map(Place::trackingId).orElse(null))
                .addInteger(search.limit());
        return database.preparedQuery(LIST).execute(values).map(rows -> {
            List<Advisory> found = new ArrayList<>();
            rows.forEach(row -> found.add(advisory(row, List.of())));
            return found;
        });
    }

    /** One with its history, or 404. */
    static Uni<Advisory> read(SqlClient database, TrackingId id) {
        return one(database, SELECT + " WHERE a.tracking_id = $1", id);
    }

    /**
     * The same, kept from everybody else until the transaction ends; fails with 503 where somebody else keeps it for long. Each that
     * waits holds a connection, and what is waited for may need one.
     */
    static Uni<Advisory> locked(SqlConnection transaction, TrackingId id) {
        return transaction
                .query("SET LOCAL lock_timeout = '2s'")
                .execute()
                .chain(() -> one(transaction, SELECT + " WHERE a.tracking_id = $1 FOR UPDATE OF a", id))
                .onFailure(AdvisoryRows::isKept)
                .transform(kept -> new ProblemException(
                        ProblemType.UNAVAILABLE, "It is being changed by somebody else. Read it again in a moment."))
                .call(() ->
                        transaction.query("SET LOCAL lock_timeout = DEFAULT").execute());
    }

    private static boolean isKept(Throwable failure) {
        return failure instanceof DatabaseException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState());
    }

    private static Uni<Advisory> one(SqlClient database, String sql, TrackingId id) {
        return database.preparedQuery(sql)
                .execute(Tuple.of(id.value()))
                .map(AdvisoryRows::first)
                .chain(row -> events(database, id).map(events -> advisory(row, events)));
    }

    private static Row first(RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            throw ProblemException.notFound();
        }
        return rows.iterator().next();
    }

    private static Uni<List<Event>> events(SqlClient database, TrackingId id) {
        return database.preparedQuery(EVENTS).execute(Tuple.of(id.value())).map(rows -> {
            List<Event> events = new ArrayList<>();
            rows.forEach(row -> events.add(event(row)));
            return events;
        });
    }

    private static Event event(Row row) {
        return new Event(
                row.getLong("number"),
                row.getLong("version"),
                Action.valueOf(row.getString("action")),
                new OperatorId(row.getString("operator_id")),
                row.getOffsetDateTime("at").toInstant(),
                Optional.ofNullable(row.getString("reason")));
    }

    private static Advisory advisory(Row row, List<Event> events) {
        @Nullable Long published = row.getLong("published");
        return new Advisory(
                new TrackingId(row.getString("tracking_id")),
                new StixId("report", row.getUUID("report_uuid")),
                State.valueOf(row.getString("state")),
                row.getLong("version"),
                published == null ? OptionalLong.empty() : OptionalLong.of(published),
                row.getLong("revision"),
                AdvisoryJson.wording(row.getString("content"), row.getString("terms")),
                HexFormat.of().formatHex(row.getBuffer("digest").getBytes()),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("changed_at").toInstant(),
                events);
    }

    /** A new one with its first version. */
    static Uni<Void> insert(SqlConnection transaction, Advisory advisory) {
        return transaction
                .preparedQuery("INSERT INTO advisory (tracking_id, report_uuid, state, version, published, revision,"
                        + " created_at, changed_at) VALUES ($1, $2, $3, $4, NULL, $5, $6, $6)")
                .execute(Tuple.tuple()
                        .addString(advisory.trackingId().value())
                        .addUUID(advisory.reportId().uuid())
                        .addString(advisory.state().name())
                        .addLong(advisory.version())
                        .addLong(advisory.revision())
                        .addOffsetDateTime(utc(advisory.createdAt())))
                .chain(() -> word(transaction, advisory.trackingId(), advisory.version(), advisory.wording()));
    }

    /** What a version says; one that is published already is never said otherwise. */
    static Uni<Void> word(SqlConnection transaction, TrackingId id, long version, Wording wording) {
        return transaction
                .preparedQuery("""
                        INSERT INTO advisory_version AS v (tracking_id, version, content, terms, digest, cves)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (tracking_id, version) DO UPDATE
                        SET content = excluded.content, terms = excluded.terms, digest = excluded.digest,
                            cves = excluded.cves, approved_by = NULL
                        WHERE v.published_at IS NULL""")
                .execute(Tuple.tuple()
                        .addString(id.value())
                        .addLong(version)
                        .addString(AdvisoryJson.text(wording.content()))
                        .addString(AdvisoryJson.text(Wording.Terms.of(wording)))
                        .addBuffer(Buffer.buffer(AdvisoryJson.digest(wording.content())))
                        .addValue(wording.content().cves().toArray(String[]::new)))
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException("A published version is never changed");
                    }
                })
                .replaceWithVoid();
    }

    /** A state that an advisory comes to, with its number of versions. */
    record Turn(State state, long version, OptionalLong published) {}

    /** Moves it on, and writes down who did that. */
    static Uni<Void> move(SqlConnection transaction, Advisory before, Turn turn, Event event) {
        return transaction
                .preparedQuery("UPDATE advisory SET state = $2, version = $3, published = $4, revision = revision + 1,"
                        + " changed_at = $5 WHERE tracking_id = $1")
                .execute(Tuple.tuple()
                        .addString(before.trackingId().value())
                        .addString(turn.state().name())
                        .addLong(turn.version())
                        .addValue(
                                turn.published().isPresent() ? turn.published().getAsLong() : null)
                        .addOffsetDateTime(utc(event.at())))
                .chain(() -> note(transaction, before.trackingId(), event));
    }

    /** Writes down what was done, with the wording the version has now. */
    static Uni<Void> note(SqlConnection transaction, TrackingId id, Event event) {
        return transaction
                .preparedQuery("""
                        INSERT INTO advisory_event
                            (tracking_id, number, version, action, operator_id, at, reason, content, terms)
                        SELECT $1, $2, $3, $4, $5, $6, $7, content, terms FROM advisory_version
                        WHERE tracking_id = $1 AND version = $3""")
                .execute(Tuple.tuple()
                        .addString(id.value())
                        .addLong(event.number())
                        .addLong(event.version())
                        .addString(event.action().name())
                        .addString(event.by().value())
                        .addOffsetDateTime(utc(event.at()))
                        .addValue(event.reason().orElse(null)))
                .replaceWithVoid();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
