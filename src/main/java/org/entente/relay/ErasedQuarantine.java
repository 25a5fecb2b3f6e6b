package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.entente.log.ErasedElsewhere;

/** Lets deliveries go on that stand at an erased entry: there is nothing left to decide. */
@ApplicationScoped
class ErasedQuarantine implements ErasedElsewhere {

    private static final String GO_ON = """
            UPDATE quarantine SET resolution = 'withhold', resolved_by = 'retention', resolved_at = now()
            WHERE position = ANY($1::bigint[]) AND resolution IS NULL""";

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        return transaction
                .preparedQuery(GO_ON)
                .execute(Tuple.tuple()
                        .addValue(entries.stream().map(Entry::position).toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
