package org.entente.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The ids of the collections that every exchange has, by alias. They never change, so they are read once. Thread safe. */
@ApplicationScoped
public class FixedCollections {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);

    private final Pool pool;
    private volatile Map<String, UUID> known = Map.of();

    FixedCollections(Pool pool) {
        this.pool = pool;
    }

    /** The ids of all {@link Collections#RESERVED_ALIASES}; one small query for the first caller, none later. */
    public Uni<Map<String, UUID>> ids() {
        return known.isEmpty() ? read() : Uni.createFrom().item(known);
    }

    private Uni<Map<String, UUID>> read() {
        return pool.query("SELECT alias, collection_id FROM fixed_collection")
                .execute()
                .ifNoItem()
                .after(QUERY_TIMEOUT)
                .fail()
                .map(FixedCollections::byAlias)
                .invoke(ids -> known = ids);
    }

    private static Map<String, UUID> byAlias(RowSet<Row> rows) {
        Map<String, UUID> ids = new HashMap<>();
        rows.forEach(row -> ids.put(row.getString("alias"), row.getUUID("collection_id")));
        return Map.copyOf(ids);
    }
}
