package org.entente.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.entente.search.TimelineView.Event;
import org.entente.stix.StixId;

/** Reads which recalls took an object back: all for operators, for a partner what it was told. Thread safe. */
@ApplicationScoped
class RecallsOfObject {

    private static final String ALL = """
            SELECT recall_id AS id, reason, made_at FROM recall WHERE object_id = $1
            ORDER BY recall_number DESC LIMIT $2""";

    private static final String TOLD = """
            SELECT DISTINCT n.notice_id AS id, coalesce(n.reason, r.reason) AS reason, r.made_at, r.recall_number
            FROM recall_item i JOIN recall_notice n USING (notice_id) JOIN recall r USING (recall_number)
            WHERE i.object_id = $1 AND n.partner_id = $3
            ORDER BY r.recall_number DESC LIMIT $2""";

    private final Pool pool;
    private final SearchConfig config;

    RecallsOfObject(Pool pool, SearchConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** @param id as the viewer knows the object */
    Uni<List<Event>> of(Viewer viewer, StixId id, int limit) {
        Tuple values = Tuple.of(id.toString(), limit);
        return (viewer instanceof PartnerViewer partner
                        ? pool.preparedQuery(TOLD)
                                .execute(values.addString(
                                        partner.shelf().reader().value()))
                        : pool.preparedQuery(ALL).execute(values))
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .map(rows -> {
                    List<Event> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    private static Event event(Row row) {
        return new Event(
                row.getOffsetDateTime("made_at").toInstant(),
                "recalled",
                null,
                row.getUUID("id").toString(),
                row.getString("reason"),
                null);
    }
}
