package org.entente.csaf;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.entente.advisory.TrackingId;
import org.entente.csaf.Made.File;
import org.entente.csaf.Made.Ref;
import org.jspecify.annotations.Nullable;

/** Documents in the database. Thread safe. */
@ApplicationScoped
class DocumentRows {

    private static final String COLUMNS =
            "tracking_id, version, published_at, label, year, file_name, title, released_first, released_last,"
                    + " sha256, sha512, signature, fingerprint";

    private final Pool pool;

    DocumentRows(Pool pool) {
        this.pool = pool;
    }

    /** Those of these that were made. */
    Uni<List<Made>> find(Collection<Ref> refs) {
        if (refs.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return pool.preparedQuery("SELECT " + COLUMNS + " FROM csaf_document JOIN unnest($1::text[], $2::timestamptz[])"
                        + " AS asked(id, at) ON tracking_id = asked.id AND published_at = asked.at")
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                refs.stream().map(ref -> ref.id().value()).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(
                                refs.stream().map(ref -> utc(ref.publishedAt())).toArray(OffsetDateTime[]::new)))
                .map(DocumentRows::made);
    }

    /** The bytes of a document. */
    Uni<byte[]> bytes(Made made) {
        return pool.preparedQuery("SELECT document FROM csaf_document WHERE tracking_id = $1 AND version = $2")
                .execute(Tuple.of(made.id().value(), made.version()))
                .map(rows -> rows.iterator().next().getBuffer("document").getBytes());
    }

    /** Keeps one; whoever made the same before has made it. */
    Uni<Void> keep(Made made, byte[] document) {
        Tuple values = Tuple.tuple()
                .addString(made.id().value())
                .addLong(made.version())
                .addOffsetDateTime(utc(made.publishedAt()));
        @Nullable File file = made.file().orElse(null);
        if (file == null) {
            return pool.preparedQuery("INSERT INTO csaf_document (tracking_id, version, published_at)"
                            + " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                    .execute(values)
                    .replaceWithVoid();
        }
        values.addString(file.label().name())
                .addInteger(file.year())
                .addString(file.name())
                .addString(file.title())
                .addOffsetDateTime(utc(file.releasedFirst()))
                .addOffsetDateTime(utc(file.releasedLast()))
                .addString(file.sha256())
                .addString(file.sha512())
                .addString(file.signature())
                .addString(file.fingerprint())
                .addBuffer(Buffer.buffer(document));
        return pool.preparedQuery(
                        "INSERT INTO csaf_document (tracking_id, version, published_at, label, year, file_name,"
                                + " title, released_first, released_last, sha256, sha512, signature, fingerprint, document)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING")
                .execute(values)
                .replaceWithVoid();
    }

    /** Puts a newer key's signature in the place of an older one's. */
    Uni<Void> sign(Made made, String signature, String fingerprint) {
        return pool.preparedQuery("UPDATE csaf_document SET signature = $3, fingerprint = $4"
                        + " WHERE tracking_id = $1 AND version = $2")
                .execute(Tuple.of(made.id().value(), made.version(), signature, fingerprint))
                .replaceWithVoid();
    }

    /** Whether a file name is an advisory's: its own already, or nobody's until now. */
    Uni<Boolean> claim(String fileName, TrackingId id) {
        return pool.preparedQuery("INSERT INTO csaf_file (file_name, tracking_id) VALUES ($1, $2)"
                        + " ON CONFLICT (file_name) DO UPDATE SET tracking_id = csaf_file.tracking_id"
                        + " RETURNING tracking_id")
                .execute(Tuple.of(fileName, id.value()))
                .map(rows -> rows.iterator().next().getString("tracking_id").equals(id.value()));
    }

    private static List<Made> made(RowSet<Row> rows) {
        List<Made> all = new ArrayList<>();
        rows.forEach(row -> all.add(new Made(
                new TrackingId(row.getString("tracking_id")),
                row.getLong("version"),
                row.getOffsetDateTime("published_at").toInstant(),
                file(row))));
        return all;
    }

    private static Optional<File> file(Row row) {
        @Nullable String label = row.getString("label");
        return label == null
                ? Optional.empty()
                : Optional.of(new File(
                        Label.valueOf(label),
                        row.getInteger("year"),
                        row.getString("file_name"),
                        row.getString("title"),
                        row.getOffsetDateTime("released_first").toInstant(),
                        row.getOffsetDateTime("released_last").toInstant(),
                        row.getString("sha256"),
                        row.getString("sha512"),
                        row.getString("signature"),
                        row.getString("fingerprint")));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
