package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.entente.testing.OwnDatabase;
import org.entente.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL places by itself, and what it leaves for the exchange. */
class UntiedBatchIT {

    private static final UUID A = new UUID(0, 0xa);
    private static final UUID B = new UUID(0, 0xb);
    private static final UUID C = new UUID(0, 0xc);

    private OwnDatabase database;

    @BeforeEach
    void makeQueue() {
        database = new OwnDatabase("untied_batch_it");
        execute("INSERT INTO stix_kind (name) VALUES ('indicator')");
        execute("INSERT INTO release_class (fingerprint, submitter, definition) VALUES ('', 'xa-cert', '')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 5", "6, 7, 5", "7, 12, 0", "50, 12, 0"})
    void submissionsArePlacedWholeInTheOrderOfTheQueue(int size, int first, int second) {
        // Given the rows 1 and 12 of A, 2 to 6 of B, 7 to 11 of C
        queue(A, 1);
        queue(B, 5);
        queue(C, 5);
        queue(A, 1);

        assertThat(place(size)).hasValue(first);
        assertThat(place(size)).hasValue(second);

        List<Long> placed = numbers("SELECT content_id FROM log_entry ORDER BY position");
        assertThat(placed.subList(0, first)).isSorted();
        assertThat(placed).doesNotHaveDuplicates().hasSize(first + second);
        assertThat(numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .isSorted();
        assertThat(numbers("SELECT max(position) FROM log_entry")).containsExactly((long) first + second);
        assertThat(numbers("SELECT count(*) FROM log_pending")).containsExactly(12L - first - second);
        assertThat(numbers("SELECT sum(entries)::bigint FROM log_day")).containsExactly((long) first + second);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 50})
    void queueIsPlacedAsTheExchangeWouldPlaceIt(int size) {
        execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");
        queue(A, 3);
        queue(B, 2);
        queue(A, 1);
        execute(
                "UPDATE log_pending SET foreign_ids = 'indicator--00000000-0000-4000-8000-000000000001' WHERE pending_id = 2");
        execute("UPDATE log_pending SET object_uuid = (SELECT object_uuid FROM log_pending WHERE pending_id = 1)"
                + " WHERE pending_id = 5");
        execute("CREATE TABLE queued AS SELECT * FROM log_pending");

        Optional<Integer> first = place(size);
        List<String> byPostgres = placed();
        execute("DELETE FROM log_entry");
        execute("DELETE FROM log_day");
        execute("DELETE FROM log_pending");
        execute("INSERT INTO log_pending OVERRIDING SYSTEM VALUE SELECT * FROM queued");
        int again = placeByExchange(size);

        assertThat(first).hasValue(again);
        assertThat(byPostgres).hasSize(again + 1).isEqualTo(placed());
    }

    /** Entries without their dates, and how many entries a class has of a day. */
    private List<String> placed() {
        List<String> rows = new ArrayList<>();
        join(database.pool()
                        .query(
                                "SELECT concat_ws(' ', position, content_id, object_uuid, kind_id, version, stated_class_id, class_id,"
                                        + " members, foreign_ids, sole) FROM (SELECT * FROM log_entry ORDER BY position) e"
                                        + " UNION ALL SELECT concat_ws(' ', class_id, sum(entries)) FROM log_day GROUP BY class_id")
                        .execute())
                .forEach(row -> rows.add(row.getString(0)));
        return rows;
    }

    private int placeByExchange(int size) {
        return join(database.pool()
                .withConnection(connection -> new Batch(
                                connection,
                                new ReleaseClasses(database.pool()),
                                ticks(),
                                size,
                                new TracedBatch(Traces.off()))
                        .sequence()));
    }

    @Test
    void emptyQueueGivesNothing() {
        assertThat(place(5)).hasValue(0);
    }

    @Test
    void nothingIsPlacedUnderALockThatSomebodyElseHolds() {
        queue(A, 2);

        Optional<Integer> placed = join(database.pool()
                .withTransaction(recall -> recall.query("SELECT pg_advisory_xact_lock_shared(" + LogLocks.ENTRIES + ")")
                        .execute()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(locked -> place(5))));

        assertThat(placed).isEmpty();
        assertThat(numbers("SELECT count(*) FROM log_pending")).containsExactly(2L);
        assertThat(place(5)).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE log_pending SET fresh = false WHERE pending_id = 3",
                "UPDATE log_pending SET ties = 'indicator--00000000-0000-4000-8000-000000000001' WHERE pending_id = 3",
                "UPDATE log_pending SET members = '*' WHERE pending_id = 3",
                "WITH r AS (INSERT INTO recall (recall_id, cause, reason, partner_id, made_at, made_by)"
                        + " VALUES (gen_random_uuid(), 'submitter', '', 'xa-cert', now(), '') RETURNING recall_number)"
                        + " INSERT INTO recall_scope (recall_number, object_uuid, kind_id, submitter, version_from,"
                        + " version_to, classes) SELECT r.recall_number, p.object_uuid, 1, 'xa-cert', now(), now(), '{0}'"
                        + " FROM r, log_pending p WHERE p.pending_id = 3"
            })
    void batchWithOneThatHasToBeLookedAtIsLeftAsItIs(String change) {
        queue(A, 1);
        queue(B, 4);
        execute(change);

        // Where it comes among the first, and where the rest of its submission has it
        assertThat(place(5)).isEmpty();
        assertThat(place(2)).isEmpty();

        assertThat(numbers("SELECT count(*) FROM log_entry")).containsExactly(0L);
        assertThat(numbers("SELECT count(*) FROM log_pending")).containsExactly(5L);
        assertThat(place(1)).hasValue(1);
    }

    @Test
    void submissionThatIsMuchLargerThanABatchIsLeftToTheExchange() {
        queue(A, 11);

        assertThat(place(5)).isEmpty();
        assertThat(place(6)).hasValue(11);
    }

    @Test
    void nothingIsPlacedInTheGapOfARestoredLog() {
        execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");
        queue(A, 2);

        place(5);

        assertThat(numbers("SELECT position FROM log_entry ORDER BY position")).containsExactly(1001L, 1002L);
    }

    @Test
    void stepsBetweenDatesAreOfOneToEightMicroseconds() {
        queue(A, 2_000);

        place(5_000);

        List<Long> steps = numbers("SELECT DISTINCT (extract(epoch FROM date_added - before) * 1000000)::bigint AS step"
                + " FROM (SELECT date_added, lag(date_added) OVER (ORDER BY position) AS before FROM log_entry) e"
                + " WHERE before IS NOT NULL ORDER BY step");
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void longQueueIsReadInProportionToABatchThoughItIsBelievedToBeEmpty() {
        // Given a table that was swept while there was next to nothing in it, and filled afterwards
        many(20_000);
        execute("DELETE FROM log_pending WHERE pending_id > 5");
        execute("VACUUM (TRUNCATE false) log_pending");
        execute("ANALYZE log_pending");
        many(20_000);

        assertThat(place(5_000)).hasValue(5_000);

        // Of its indexes: the first rows, those of their submissions, and each again as it leaves
        long read = numbers("SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'log_pending'")
                .get(0);
        assertThat(read).isBetween(10_000L, 100_000L);
    }

    private Optional<Integer> place(int size) {
        TracedBatch traced = new TracedBatch(Traces.off());
        return join(database.pool()
                .withConnection(connection -> new UntiedBatch(connection, ticks(), size, traced)
                        .sequence()
                        .call(() -> connection
                                .query("SELECT pg_stat_force_next_flush()")
                                .execute())));
    }

    private static DateTicks ticks() {
        return new DateTicks(Clock.systemUTC(), new SecureRandom());
    }

    private void queue(UUID submission, int rows) {
        execute(rows("'" + submission + "'::uuid", rows));
    }

    private void many(int submissions) {
        execute(rows("gen_random_uuid()", submissions));
    }

    private static String rows(String submission, int rows) {
        return "INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                + " SELECT " + submission
                + ", nextval('object_content_content_id_seq'), gen_random_uuid(), 1, now(), 1, true"
                + " FROM generate_series(1, " + rows + ") n";
    }

    private List<Long> numbers(String query) {
        List<Long> numbers = new ArrayList<>();
        join(database.pool().query(query).execute()).forEach(row -> numbers.add(row.getLong(0)));
        return numbers;
    }

    private void execute(String statement) {
        join(database.pool().query(statement).execute());
    }

    private static <T> T join(Uni<T> uni) {
        return uni.subscribe()
                .asCompletionStage()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
