package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.entente.log.ErasedElsewhere;

/**
 * Takes the copies of erased versions out of the review queue, where what was released is kept with who decided it; with the last of
 * an object, whatever is kept of it.
 */
@ApplicationScoped
class ErasedWhileKept implements ErasedElsewhere {

    private static final String FORGET = """
            UPDATE held_object h SET content = NULL, title = '', revision = h.revision + 1
            WHERE h.decision IS NOT NULL AND (h.content IS NOT NULL OR h.title <> '') AND EXISTS (
                SELECT FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[])
                    AS e(object_id, partner_id, version, last)
                WHERE h.object_id = e.object_id AND h.partner_id = e.partner_id AND (e.last OR e.version = 'epoch'
                    OR date_trunc('milliseconds', h.version::timestamptz) = date_trunc('milliseconds', e.version)))""";

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(
                        entries.stream().map(entry -> entry.id().toString()).toArray(String[]::new),
                        entries.stream().map(entry -> entry.submitter().value()).toArray(String[]::new),
                        entries.stream()
                                .map(entry -> entry.version().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        entries.stream().map(Entry::last).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }
}
