package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.entente.trace.TraceParent;

/**
 * Lets PostgreSQL give the head of the queue its places by itself, in one statement on the sequencer's own connection, where nothing in it
 * refers to anything, or was asserted before or recalled by its submitter: then the exchange would only bring back what it was brought.
 */
final class UntiedBatch {

    private static final String PLACE = "SELECT placed, traceparents FROM log_place_untied($1, $2, $3, $4)";

    private final SqlConnection connection;
    private final DateTicks ticks;
    private final int size;
    private final TracedBatch traced;

    UntiedBatch(SqlConnection connection, DateTicks ticks, int size, TracedBatch traced) {
        this.connection = connection;
        this.ticks = ticks;
        this.size = size;
        this.traced = traced;
    }

    /** @return how many assertions left the queue, 0 when it was empty; nothing where they are for {@link Batch} to place */
    Uni<Optional<Integer>> sequence() {
        Tuple values = Tuple.of(size, ticks.now().atOffset(ZoneOffset.UTC), Buffer.buffer(ticks.seed()), traced.isOn());
        return connection.preparedQuery(PLACE).execute(values).map(rows -> {
            Row row = rows.iterator().next();
            traced.placed(Arrays.stream(row.getArrayOfStrings("traceparents"))
                    .map(TraceParent::new)
                    .toList());
            return Optional.ofNullable(row.getInteger("placed"));
        });
    }
}
