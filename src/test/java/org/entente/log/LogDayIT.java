package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.Test;

/** The count of entries by day, for a log that is older than it. */
class LogDayIT {

    private static final String BEFORE = "202611231705";

    @Test
    void entriesOfBeforeAreCountedToo() {
        try (OwnDatabase database = new OwnDatabase("log_day_it", BEFORE)) {
            join(database.pool().query("""
                    INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version,
                        stated_class_id, class_id)
                    SELECT p, timestamptz '2026-03-01T23:00:00Z' + p * interval '30 minutes', p, gen_random_uuid(), 1,
                        'epoch', 7, 7 FROM generate_series(1, 5) AS p""").execute());

            database.migrate();

            List<Row> days = join(database.pool()
                    .query("SELECT day, class_id, entries FROM log_day ORDER BY day")
                    .execute()
                    .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList()));
            assertThat(days)
                    .extracting(
                            row -> row.getLocalDate("day").toString(),
                            row -> row.getInteger("class_id"),
                            row -> row.getLong("entries"))
                    .containsExactly(tuple("2026-03-01", 7, 1L), tuple("2026-03-02", 7, 4L));
        }
    }

    private static <T> T join(Uni<T> uni) {
        return uni.subscribe()
                .asCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
