package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.log.QueueDatabase.A;
import static org.entente.log.QueueDatabase.B;
import static org.entente.log.QueueDatabase.C;
import static org.entente.log.QueueDatabase.join;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.List;
import java.util.Optional;
import org.entente.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL places by itself, and what it leaves for the exchange. */
class UntiedBatchIT {

    private QueueDatabase database;

    @BeforeEach
    void makeQueue() {
        database = new QueueDatabase("untied_batch_it");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 5", "6, 7, 5", "7, 12, 0", "50, 12, 0"})
    void submissionsArePlacedWholeInTheOrderOfTheQueue(int size, int first, int second) {
        // Given the rows 1 and 12 of A, 2 to 6 of B, 7 to 11 of C
        database.queueTwelve();

        assertThat(place(size)).hasValue(first);
        assertThat(place(size)).hasValue(second);

        List<Long> placed = database.numbers("SELECT content_id FROM log_entry ORDER BY position");
        assertThat(placed.subList(0, first)).isSorted();
        assertThat(placed).doesNotHaveDuplicates().hasSize(first + second);
        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .isSorted();
        assertThat(database.numbers("SELECT max(position) FROM log_entry")).containsExactly((long) first + second);
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(12L - first - second);
        assertThat(database.numbers("SELECT sum(entries)::bigint FROM log_day")).containsExactly((long) first + second);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 50})
    void queueIsPlacedAsTheExchangeWouldPlaceIt(int size) {
        database.execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");
        database.queue(A, 3);
        database.queue(B, 2);
        database.queue(A, 1);
        database.execute(
                "UPDATE log_pending SET foreign_ids = 'indicator--00000000-0000-4000-8000-000000000001' WHERE pending_id = 2");
        database.execute(
                "UPDATE log_pending SET object_uuid = (SELECT object_uuid FROM log_pending WHERE pending_id = 1)"
                        + " WHERE pending_id = 5");
        database.execute("UPDATE log_pending SET fresh = false WHERE pending_id = 6");
        database.execute("CREATE TABLE queued AS SELECT * FROM log_pending");

        Optional<Integer> first = place(size);
        List<String> byPostgres = database.placed();
        database.execute("DELETE FROM log_entry");
        database.execute("DELETE FROM log_day");
        database.execute("DELETE FROM log_pending");
        database.execute("INSERT INTO log_pending OVERRIDING SYSTEM VALUE SELECT * FROM queued");
        int again = database.placeByExchange(size);

        assertThat(first).hasValue(again);
        assertThat(byPostgres).hasSize(again + 1).isEqualTo(database.placed());
    }

    @Test
    void emptyQueueGivesNothing() {
        assertThat(place(5)).hasValue(0);
    }

    @Test
    void nothingIsPlacedUnderALockThatSomebodyElseHolds() {
        database.queue(A, 2);

        Optional<Integer> placed = join(database.pool()
                .withTransaction(recall -> recall.query("SELECT pg_advisory_xact_lock_shared(" + LogLocks.ENTRIES + ")")
                        .execute()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(locked -> place(5))));

        assertThat(placed).isEmpty();
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(2L);
        assertThat(place(5)).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE log_pending SET fresh = false, content_id = 4 WHERE pending_id = 3",
                "WITH p AS (UPDATE log_pending SET fresh = false WHERE pending_id = 3 RETURNING *)"
                        + " INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)"
                        + " SELECT 1, now(), content_id, object_uuid, kind_id, version, class_id, 2 FROM p",
                "UPDATE log_pending SET ties = 'indicator--00000000-0000-4000-8000-000000000001' WHERE pending_id = 3",
                "UPDATE log_pending SET members = '*' WHERE pending_id = 3",
                "WITH r AS (INSERT INTO recall (recall_id, cause, reason, partner_id, made_at, made_by)"
                        + " VALUES (gen_random_uuid(), 'submitter', '', 'xa-cert', now(), '') RETURNING recall_number)"
                        + " INSERT INTO recall_scope (recall_number, object_uuid, kind_id, submitter, version_from,"
                        + " version_to, classes) SELECT r.recall_number, p.object_uuid, 1, 'xa-cert', now(), now(), '{0}'"
                        + " FROM r, log_pending p WHERE p.pending_id = 3"
            })
    void batchWithOneThatHasToBeLookedAtIsLeftAsItIs(String change) {
        database.queue(A, 1);
        database.queue(B, 4);
        database.execute(change);

        // Where it comes among the first, and where the rest of its submission has it
        assertThat(place(5)).isEmpty();
        assertThat(place(2)).isEmpty();

        assertThat(database.numbers("SELECT count(*) FROM log_day")).containsExactly(0L);
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(5L);
        assertThat(place(1)).hasValue(1);
    }

    @Test
    void whatAnotherSentInDecidesNothing() {
        database.queue(A, 1);
        database.queue(B, 4);
        database.execute("UPDATE log_pending SET fresh = false WHERE pending_id IN (3, 5)");
        database.execute(
                "INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)"
                        + " SELECT 1, now(), content_id, object_uuid, kind_id, version, 2, 2 FROM log_pending WHERE pending_id = 3");
        database.execute("UPDATE log_pending SET content_id = 4, class_id = 2 WHERE pending_id = 5");

        // One among the first, one in the rest of its submission
        assertThat(place(3)).hasValue(5);
        assertThat(database.numbers("SELECT content_id FROM log_entry ORDER BY position"))
                .containsExactly(3L, 1L, 2L, 3L, 4L, 4L);
    }

    @Test
    void recallBySomebodyElseDecidesNothing() {
        database.queue(A, 1);
        database.queue(B, 4);
        database.execute("UPDATE log_pending SET object_uuid = '" + C + "' WHERE pending_id = 5");
        database.recall(C, "xb-cert");

        // Among the rest of a submission, and among the first
        assertThat(place(3)).hasValue(5);
        database.queue(A, 2);
        database.execute("UPDATE log_pending SET object_uuid = '" + C + "'");
        assertThat(place(5)).hasValue(2);
    }

    @Test
    void submissionThatIsMuchLargerThanABatchIsLeftToTheExchange() {
        database.queue(A, 11);

        assertThat(place(5)).isEmpty();
        assertThat(place(6)).hasValue(11);
    }

    @Test
    void nothingIsPlacedInTheGapOfARestoredLog() {
        database.execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");
        database.queue(A, 2);

        place(5);

        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY position"))
                .containsExactly(1001L, 1002L);
    }

    @Test
    void stepsBetweenDatesAreOfOneToEightMicroseconds() {
        database.queue(A, 2_000);

        place(5_000);

        List<Long> steps =
                database.numbers("SELECT DISTINCT (extract(epoch FROM date_added - before) * 1000000)::bigint AS step"
                        + " FROM (SELECT date_added, lag(date_added) OVER (ORDER BY position) AS before FROM log_entry) e"
                        + " WHERE before IS NOT NULL ORDER BY step");
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void longQueueIsReadInProportionToABatchThoughItIsBelievedToBeEmpty() {
        database.queueManyWhereItIsBelievedToBeEmpty();

        assertThat(place(5_000)).hasValue(5_000);

        // Of its indexes: the first rows, those of their submissions, and each again as it leaves
        long read = database.numbers(
                        "SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'log_pending'")
                .get(0);
        assertThat(read).isBetween(10_000L, 100_000L);
    }

    @Test
    void objectOfManyVersionsIsReadInProportionToThem() {
        // Given an object with as many versions, all sent in again under another class, and the last under the same
        database.execute("ALTER TABLE log_entry DISABLE TRIGGER USER");
        database.execute(
                "INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)"
                        + " SELECT n, now() + n * interval '1 ms', n, '" + C
                        + "', 1, now() + n * interval '1 s', 2, 2 FROM generate_series(1, 2000) n");
        database.execute(
                "INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                        + " SELECT '" + A + "', content_id, object_uuid, kind_id, version,"
                        + " CASE WHEN position = 2000 THEN 2 ELSE 1 END, false FROM log_entry ORDER BY position");

        assertThat(place(5_000)).isEmpty();

        long read = database.numbers(
                        "SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'log_entry'")
                .get(0);
        assertThat(read).isBetween(2_000L, 20_000L);
    }

    private Optional<Integer> place(int size) {
        TracedBatch traced = new TracedBatch(Traces.off());
        return join(database.pool()
                .withConnection(connection -> new UntiedBatch(connection, QueueDatabase.ticks(), size, traced)
                        .sequence()
                        .call(() -> connection
                                .query("SELECT pg_stat_force_next_flush()")
                                .execute())));
    }
}
