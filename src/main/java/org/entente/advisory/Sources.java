package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.http.ProblemException;

/** Documents that advisories were imported from, whole, as they came. Thread safe. */
@ApplicationScoped
class Sources {

    private final Pool pool;
    private final Clock clock;

    Sources(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<SourceDocument> keep(String mediaType, byte[] document) {
        SourceDocument source = new SourceDocument(mediaType, AdvisoryJson.hex(AdvisoryJson.sha256(document)));
        return pool.preparedQuery("INSERT INTO advisory_source (sha256, media_type, document, kept_at)"
                        + " VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING")
                .execute(Tuple.of(
                        source.sha256(),
                        source.mediaType(),
                        Buffer.buffer(document).getDelegate(),
                        AdvisoryRows.utc(clock.instant())))
                .replaceWith(source);
    }

    Uni<Optional<byte[]>> read(String sha256) {
        return pool.preparedQuery("SELECT document FROM advisory_source WHERE sha256 = $1")
                .execute(Tuple.of(sha256))
                .map(rows -> {
                    Optional<Row> row = rows.rowCount() == 0
                            ? Optional.empty()
                            : Optional.of(rows.iterator().next());
                    return row.map(kept -> kept.getBuffer("document").getBytes());
                });
    }

    /** Refuses a wording that says it comes from a document nobody brought. */
    static Uni<Void> areKept(SqlConnection transaction, Wording wording) {
        SourceDocument source = wording.content().source();
        return source == null
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery("SELECT 1 FROM advisory_source WHERE sha256 = $1 AND media_type = $2")
                        .execute(Tuple.of(source.sha256(), source.mediaType()))
                        .invoke(rows -> {
                            if (rows.rowCount() == 0) {
                                throw ProblemException.invalidBody(
                                        "/content/source", "No document with this digest was imported.");
                            }
                        })
                        .replaceWithVoid();
    }
}
