package org.entente.log;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.entente.stix.StixId;
import org.entente.testing.OwnDatabase;
import org.entente.trace.Traces;

/** A queue of the log in a database of its own, without anybody who places what waits there. */
final class QueueDatabase implements AutoCloseable {

    static final UUID A = new UUID(0, 0xa);
    static final UUID B = new UUID(0, 0xb);
    static final UUID C = new UUID(0, 0xc);

    static final LogConfig DEFAULTS = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LogConfig.class)
            .build()
            .getConfigMapping(LogConfig.class);

    private final OwnDatabase database;

    QueueDatabase(String name) {
        database = new OwnDatabase(name);
        execute("INSERT INTO stix_kind (name) VALUES ('indicator')");
        execute(
                "INSERT INTO release_class (fingerprint, submitter, definition) VALUES ('', 'xa-cert', ''), ('b', 'xb-cert', ''),"
                        + " ('b amber', 'xb-cert', '')");
    }

    Pool pool() {
        return database.pool();
    }

    /** Of a small content that refers to nothing. */
    static Assertion assertion(StixId id, ReleaseClass stated) {
        String content = "{\"id\": \"" + id + "\"}";
        return new Assertion(
                id,
                Instant.parse("2026-01-01T00:00:00Z"),
                ReleaseClassJson.fingerprint(content),
                content.getBytes(StandardCharsets.UTF_8),
                stated,
                References.NONE);
    }

    /** New contents that refer to nothing, of one submission. */
    void queue(UUID submission, int rows) {
        append("'" + submission + "'::uuid", rows);
    }

    /** The rows 1 and 12 of A, 2 to 6 of B, 7 to 11 of C. */
    void queueTwelve() {
        queue(A, 1);
        queue(B, 5);
        queue(C, 5);
        queue(A, 1);
    }

    /** Twenty thousand submissions of a row each, in a table that was swept while there was next to nothing in it. */
    void queueManyWhereItIsBelievedToBeEmpty() {
        append("gen_random_uuid()", 20_000);
        execute("DELETE FROM log_pending WHERE pending_id > 5");
        execute("VACUUM (TRUNCATE false) log_pending");
        execute("ANALYZE log_pending");
        append("gen_random_uuid()", 20_000);
    }

    private void append(String submission, int rows) {
        execute("INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                + " SELECT " + submission
                + ", nextval('object_content_content_id_seq'), gen_random_uuid(), 1, now(), 1, true"
                + " FROM generate_series(1, " + rows + ") n");
    }

    /** Takes back every version that a submitter asserted and will assert. */
    void recall(UUID object, String submitter) {
        execute("WITH r AS (INSERT INTO recall (recall_id, cause, reason, partner_id, made_at, made_by)"
                + " VALUES (gen_random_uuid(), 'submitter', '', '" + submitter
                + "', now(), '') RETURNING recall_number)"
                + " INSERT INTO recall_scope (recall_number, object_uuid, kind_id, submitter, version_from,"
                + " version_to, classes) SELECT recall_number, '" + object + "', 1, '" + submitter
                + "', '-infinity', 'infinity', '{0}' FROM r");
    }

    List<Long> numbers(String query) {
        List<Long> numbers = new ArrayList<>();
        join(pool().query(query).execute()).forEach(row -> numbers.add(row.getLong(0)));
        return numbers;
    }

    /** Places as the exchange does; gives how many left the queue. */
    int placeByExchange(int size) {
        return join(pool().withConnection(connection -> new Batch(
                        connection, new ReleaseClasses(pool()), ticks(), size, new TracedBatch(Traces.off()))
                .sequence()));
    }

    static DateTicks ticks() {
        return new DateTicks(Clock.systemUTC(), new SecureRandom());
    }

    /** Entries without their dates, and how many entries a class has of a day. */
    List<String> placed() {
        List<String> rows = new ArrayList<>();
        join(pool().query(
                                "SELECT concat_ws(' ', position, content_id, object_uuid, kind_id, version, stated_class_id, class_id,"
                                        + " members, foreign_ids, sole) FROM (SELECT * FROM log_entry ORDER BY position) e"
                                        + " UNION ALL SELECT concat_ws(' ', class_id, sum(entries)) FROM log_day GROUP BY class_id")
                        .execute())
                .forEach(row -> rows.add(row.getString(0)));
        return rows;
    }

    void execute(String statement) {
        join(pool().query(statement).execute());
    }

    static <T> T join(Uni<T> uni) {
        return uni.subscribe()
                .asCompletionStage()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        database.close();
    }
}
