package org.entente.testing;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;

/** The newest entry of the log under a date that is ahead, as one has that was placed before the clock was set back. */
public final class NewestEntry implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;
    private final long position;
    private final OffsetDateTime date;

    private NewestEntry(Pool pool, long position, OffsetDateTime date) {
        this.pool = pool;
        this.position = position;
        this.date = date;
    }

    /** Gives it a date so much later, until this is closed. */
    public static NewestEntry ahead(Pool pool, Duration by) {
        Row newest = pool.query("SELECT position, date_added FROM log_entry ORDER BY position DESC LIMIT 1")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
        NewestEntry entry = new NewestEntry(pool, newest.getLong("position"), newest.getOffsetDateTime("date_added"));
        entry.date(entry.date.plus(by));
        return entry;
    }

    private void date(OffsetDateTime other) {
        pool.preparedQuery("UPDATE log_entry SET date_added = $2 WHERE position = $1")
                .execute(Tuple.of(position, other))
                .await()
                .atMost(PATIENCE);
    }

    @Override
    public void close() {
        date(date);
    }
}
