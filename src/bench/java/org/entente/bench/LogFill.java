package org.entente.bench;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Brings the log to a size: the first thousand objects over HTTP, the rest copied by SQL under ids of their own. The sequencer
 * has nothing to do meanwhile.
 */
final class LogFill {

    private static final int OVER_HTTP = 1_000;

    private static final String CONTENTS = """
            INSERT INTO object_content (object_uuid, kind_id, version, digest, content)
            SELECT n.fresh, o.kind_id, o.version, sha256(n.fresh::text::bytea),
                convert_to(replace(convert_from(o.content, 'UTF8'), o.object_uuid::text, n.fresh::text), 'UTF8')
            FROM (SELECT gen_random_uuid() AS fresh, %d + i %% %d AS from_position FROM generate_series(1, %d) i) n
            JOIN log_entry e ON e.position = n.from_position JOIN object_content o USING (content_id)""";

    private static final String ENTRIES = """
            INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)
            SELECT last.position + c.number, last.date_added + c.number * interval '4 microseconds',
                c.content_id, c.object_uuid, c.kind_id, c.version, e.class_id, e.class_id
            FROM (SELECT *, row_number() OVER (ORDER BY content_id) AS number FROM object_content
                  WHERE content_id > %d) c
            CROSS JOIN (SELECT position, date_added FROM log_entry ORDER BY position DESC LIMIT 1) last
            JOIN log_entry e ON e.position = %d + c.number %% %d""";

    private final LogDatabase database;
    private final First first;

    LogFill(Measured measured) {
        this(measured, () -> post(measured));
    }

    /** @param first puts into the log what the rest is copied from */
    LogFill(LogDatabase database, First first) {
        this.database = database;
        this.first = first;
    }

    /** What is posted before anything is copied. */
    @FunctionalInterface
    interface First {
        void post() throws Exception;
    }

    void to(long objects) throws Exception {
        if (count() == 0) {
            first.post();
            // Whatever it found wrong with some of them is not in the log.
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> count() > 0 && database.number("SELECT count(*) FROM log_pending") == 0);
        }
        long posted = count();
        long further = objects - posted;
        if (further > 0) {
            copy(1, posted, further);
            database.execute("VACUUM ANALYZE");
        }
    }

    /**
     * Copies entries that lie one after the other, with their classes, until there are so many more.
     *
     * @param first position of what is copied
     * @param entries how many that are
     */
    void copy(long first, long entries, long further) throws Exception {
        long last = database.number("SELECT max(content_id) FROM object_content");
        database.execute(CONTENTS.formatted(first, entries, further), ENTRIES.formatted(last, first, entries));
    }

    private static void post(Measured measured) throws Exception {
        try (PlainHttp http = new PlainHttp(measured.access(), "xa-cert")) {
            Indicators.Body body = Indicators.bundle(0, OVER_HTTP);
            new Indicators().renew(body);
            int status = http.post(
                    "/api/v1/submissions?communities=demo-csirts", "application/json", "application/json", body.bytes);
            if (status != 202) {
                throw new IllegalStateException("Status " + status);
            }
        }
    }

    private long count() throws Exception {
        return database.number("SELECT count(*) FROM log_entry");
    }
}
