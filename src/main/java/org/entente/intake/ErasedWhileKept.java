package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.entente.log.ErasedElsewhere;

/** Takes the copies of erased objects out of the review queue, where what was released is kept with who decided it. */
@ApplicationScoped
class ErasedWhileKept implements ErasedElsewhere {

    private static final String FORGET = """
            UPDATE held_object h SET content = NULL, title = '', revision = h.revision + 1
            FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS e(object_id, partner_id)) e
            WHERE h.object_id = e.object_id AND h.partner_id = e.partner_id AND h.decision IS NOT NULL
              AND (h.content IS NOT NULL OR h.title <> '')""";

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(
                        entries.stream().map(entry -> entry.id().toString()).toArray(String[]::new),
                        entries.stream().map(entry -> entry.submitter().value()).toArray(String[]::new)))
                .replaceWithVoid();
    }
}
