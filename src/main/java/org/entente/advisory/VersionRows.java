package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/** Versions of advisories in the database. Each call belongs to the connection it is given. */
final class VersionRows {

    private static final String SELECT = """
            SELECT v.tracking_id, v.version, v.content, v.terms, v.digest, v.approved_by, v.published_at,
                min(v.published_at) OVER (PARTITION BY v.tracking_id) AS first_published
            FROM advisory_version v""";

    private VersionRows() {}

    /** All of an advisory, in order. */
    static Uni<List<Version>> of(SqlClient database, TrackingId id) {
        return database.preparedQuery(SELECT + " WHERE v.tracking_id = $1 ORDER BY v.version")
                .execute(Tuple.of(id.value()))
                .map(VersionRows::versions);
    }

    /**
     * Of each advisory the newest version that was published, unless it is withdrawn; ordered by tracking id.
     *
     * @param after the last tracking id of the page before
     */
    static Uni<List<Version>> published(SqlClient database, Optional<TrackingId> after, int limit) {
        return database.preparedQuery("SELECT v.* FROM (" + SELECT + ") v JOIN advisory a USING (tracking_id)"
                        + " WHERE a.published = v.version AND a.state <> 'WITHDRAWN'"
                        + " AND ($1::text IS NULL OR a.tracking_id > $1) ORDER BY a.tracking_id LIMIT $2")
                .execute(Tuple.tuple()
                        .addValue(after.map(TrackingId::value).orElse(null))
                        .addInteger(limit))
                .map(VersionRows::versions);
    }

    private static List<Version> versions(RowSet<Row> rows) {
        List<Version> versions = new ArrayList<>();
        rows.forEach(row -> versions.add(version(row)));
        return versions;
    }

    private static Version version(Row row) {
        return new Version(
                new TrackingId(row.getString("tracking_id")),
                row.getLong("version"),
                AdvisoryJson.wording(row.getString("content"), row.getString("terms")),
                HexFormat.of().formatHex(row.getBuffer("digest").getBytes()),
                Optional.ofNullable(row.getString("approved_by")).map(OperatorId::new),
                instant(row.getOffsetDateTime("published_at")),
                instant(row.getOffsetDateTime("first_published")));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    static Uni<Void> approved(SqlConnection transaction, Advisory advisory, OperatorId by) {
        return mark(transaction, advisory, "approved_by = $3", by.value());
    }

    static Uni<Void> published(SqlConnection transaction, Advisory advisory, OperatorId by, Instant at) {
        return mark(transaction, advisory, "published_by = $3", by.value())
                .chain(() -> mark(transaction, advisory, "published_at = $3", AdvisoryRows.utc(at)));
    }

    /** Only its wordings in the history are left of it; the next amendment has its number. */
    static Uni<Void> discard(SqlConnection transaction, Advisory advisory) {
        return transaction
                .preparedQuery("DELETE FROM advisory_version WHERE tracking_id = $1 AND version = $2"
                        + " AND published_at IS NULL")
                .execute(Tuple.of(advisory.trackingId().value(), advisory.version()))
                .replaceWithVoid();
    }

    private static Uni<Void> mark(SqlConnection transaction, Advisory advisory, String what, Object value) {
        return transaction
                .preparedQuery("UPDATE advisory_version SET " + what + " WHERE tracking_id = $1 AND version = $2")
                .execute(Tuple.tuple()
                        .addString(advisory.trackingId().value())
                        .addLong(advisory.version())
                        .addValue(value))
                .replaceWithVoid();
    }
}
