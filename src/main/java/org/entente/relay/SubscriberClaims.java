package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.entente.party.PartnerId;

/** Remembers whose Kafka users the exchange has made, and so may change. Thread safe. */
@ApplicationScoped
public class SubscriberClaims {

    private final Pool pool;
    private final RelayConfig config;

    SubscriberClaims(Pool pool, RelayConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Everybody claimed so far. */
    Uni<Set<PartnerId>> claimed() {
        return pool.query("SELECT partner_id FROM relay_subscriber")
                .execute()
                .ifNoItem()
                .after(config.callTimeout())
                .fail()
                .map(rows -> {
                    Set<PartnerId> partners = new HashSet<>();
                    rows.forEach(row -> partners.add(new PartnerId(row.getString(0))));
                    return partners;
                });
    }

    /** From here on the user of the partner's name is the exchange's. */
    Uni<Void> claim(PartnerId partner) {
        return pool.preparedQuery("INSERT INTO relay_subscriber (partner_id) VALUES ($1) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(partner.value()))
                .ifNoItem()
                .after(config.callTimeout())
                .fail()
                .replaceWithVoid();
    }
}
