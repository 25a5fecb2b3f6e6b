package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entente.log.QueueDatabase.join;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.entente.testing.OwnDatabase;
import org.entente.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is placed on several connections at once, and what is not. A batch of 8 takes a block of the queue. */
class LanesIT {

    private static final String NAME = "lanes_it";
    private static final int SIZE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Three submissions of four rows each, among one another. */
    private static final int BLOCK = 12;

    private static final String RECALLED =
            "WITH r AS (INSERT INTO recall (recall_id, cause, reason, partner_id, made_at, made_by)"
                    + " VALUES (gen_random_uuid(), 'submitter', '', 'xa-cert', now(), '') RETURNING recall_number)"
                    + " INSERT INTO recall_scope (recall_number, object_uuid, kind_id, submitter, version_from,"
                    + " version_to, classes) SELECT r.recall_number, p.object_uuid, 1, 'xa-cert', now(), now(), '{0}'"
                    + " FROM r, log_pending p WHERE p.pending_id = 25";

    private final List<Integer> told = Collections.synchronizedList(new ArrayList<>());
    private QueueDatabase database;

    @BeforeEach
    void makeQueue() {
        database = new QueueDatabase(NAME);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void lanesPlaceWhatOneConnectionWouldPlaceBatchAfterBatch() {
        // Given
        database.execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");
        queueBlocks(6);
        database.execute("CREATE TABLE queued AS SELECT * FROM log_pending");
        for (int batch = 0; batch < 4; batch++) {
            placeAlone();
        }
        List<String> byOne = placed();
        database.execute("DELETE FROM log_entry");
        database.execute("DELETE FROM log_day");
        database.execute("DELETE FROM log_pending");
        database.execute("INSERT INTO log_pending OVERRIDING SYSTEM VALUE SELECT * FROM queued");

        // When
        int count = place(2);

        // Then
        assertThat(count).isEqualTo(4 * BLOCK);
        assertThat(told).containsExactly(BLOCK, BLOCK, BLOCK, BLOCK);
        assertThat(placed()).hasSize(count + 1).isEqualTo(byOne);
        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .isSorted();
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(2L * BLOCK);
        assertThat(place(1)).as("a lane alone").isZero();
    }

    @Test
    void readersSeeNoPlaceBeforeThoseBeforeIt() {
        // Given
        queueBlocks(300);
        AtomicBoolean done = new AtomicBoolean();

        // When
        CompletableFuture<List<Long>> reader = CompletableFuture.supplyAsync(() -> {
            List<Long> missing = new ArrayList<>();
            while (!done.get()) {
                missing.addAll(database.numbers("SELECT max(position) - count(*) FROM log_entry HAVING count(*) > 0"));
            }
            return missing;
        });
        while (place(3) > 0) {
            assertThat(reader).isNotCompletedExceptionally();
        }
        done.set(true);

        // Then
        assertThat(reader.join()).isNotEmpty().containsOnly(0L);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(300L * BLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE log_pending SET fresh = false WHERE pending_id = 25",
                "UPDATE log_pending SET ties = 'indicator--00000000-0000-4000-8000-000000000001' WHERE pending_id = 36",
                "UPDATE log_pending SET members = '*' WHERE pending_id = 25",
                RECALLED
            })
    void partsEndBeforeOneThatHasToBeLookedAt(String change) {
        queueBlocks(5);
        database.execute(change);

        assertThat(place(2)).isEqualTo(2 * BLOCK);
        assertThat(place(2)).isZero();

        assertThat(database.numbers("SELECT min(pending_id) FROM log_pending")).containsExactly(25L);
    }

    @Test
    void objectOfTwoPartsIsKnownNotToBeSole() {
        queueBlocks(4);
        database.execute(
                "UPDATE log_pending SET object_uuid = (SELECT object_uuid FROM log_pending WHERE pending_id = 3)"
                        + " WHERE pending_id = 30");

        assertThat(place(2)).isEqualTo(2 * BLOCK);
        assertThat(place(2)).isEqualTo(2 * BLOCK);

        assertThat(database.numbers("SELECT position FROM log_entry WHERE NOT sole ORDER BY position"))
                .containsExactly(3L, 30L);
    }

    @Test
    void nothingBehindALaneThatIsLostIsPlacedBeforeWhatItHad() {
        // Given
        queueBlocks(4);

        // When everything that has not been committed by the end of the first part is ended
        assertThatThrownBy(
                        () -> place(
                                2,
                                first(
                                        () -> administer(
                                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                                        + " WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"))))
                .isNotNull();

        // Then
        assertThat(told).containsExactly(BLOCK);
        assertThat(database.numbers("SELECT content_id FROM log_entry ORDER BY position"))
                .hasSize(BLOCK)
                .isSorted();
        assertThat(database.numbers("SELECT min(pending_id) FROM log_pending")).containsExactly(BLOCK + 1L);
        assertThat(place(2)).isEqualTo(3 * BLOCK);
        assertThat(database.numbers("SELECT content_id FROM log_entry ORDER BY position"))
                .hasSize(4 * BLOCK)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .isSorted();
    }

    @Test
    void whatIsRecalledBetweenTwoPartsIsNotPlacedAsIfItWereNot() {
        queueBlocks(4);

        assertThat(place(2, first(() -> administer(RECALLED)))).isEqualTo(2 * BLOCK);

        assertThat(database.numbers("SELECT min(pending_id) FROM log_pending")).containsExactly(25L);
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT pg_advisory_xact_lock_shared(" + LogLocks.ENTRIES + "), 0",
        "SELECT 1 FROM log_pending WHERE pending_id = 13 FOR UPDATE, 12"
    })
    void lanesGiveWayToWhoeverHoldsWhatTheyNeed(String held, int before) {
        queueBlocks(4);

        int placed = join(database.pool()
                .withTransaction(recall -> recall.query(held).execute().chain(() -> round(2, rows -> {}))));

        assertThat(placed).isEqualTo(before);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly((long) before);
        assertThat(place(2)).isEqualTo(4 * BLOCK - before);
    }

    @Test
    void nobodyIsElectedWhileALaneOfALostSequencerIsOpen() {
        // Given
        queueBlocks(4);
        List<Long> elected = new ArrayList<>();

        // When the sequencer's own connection is ended in the middle
        String election = "SELECT pg_try_advisory_lock(" + LogLocks.SEQUENCER + ")::int::bigint";
        int placed = join(round(2, first(() -> {
            administer("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1"
                    + " AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE xact_start IS NOT NULL)"
                    + " AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE '%log_parts%')");
            administer("CREATE TABLE election AS " + election + " AS won", "GRANT SELECT ON election TO PUBLIC");
        })));
        elected.addAll(database.numbers("SELECT won FROM election"));

        // Then
        assertThat(elected).containsExactly(0L);
        assertThat(placed).isEqualTo(4 * BLOCK);
        assertThat(database.numbers(election)).containsExactly(1L);
    }

    @Test
    void lanesOfOneWhoIsNotTheSequencerAnyMoreDoNothing() {
        queueBlocks(4);

        int placed = join(database.pool()
                .withConnection(other -> other.query("SELECT pg_advisory_lock(" + LogLocks.SEQUENCER + ")")
                        .execute()
                        .chain(() -> database.pool().withConnection(late -> lanes(late, 2, rows -> {})))
                        .call(() -> LockSession.unlock(other))));

        assertThat(placed).isZero();
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(4L * BLOCK);
    }

    private void queueBlocks(int blocks) {
        database.execute(
                "INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                        + " SELECT ('00000000-0000-4000-8000-' || lpad((n / 12 * 3 + n % 3)::text, 12, '0'))::uuid,"
                        + " nextval('object_content_content_id_seq'), gen_random_uuid(), 1, now(), 1, true"
                        + " FROM generate_series(0, " + (blocks * BLOCK - 1) + ") n");
    }

    private static void administer(String... statements) {
        OwnDatabase.administer(NAME, statements);
    }

    /** Only after the first part. */
    private static IntConsumer first(Runnable deed) {
        AtomicBoolean did = new AtomicBoolean();
        return rows -> {
            if (did.compareAndSet(false, true)) {
                deed.run();
            }
        };
    }

    private int place(int lanes) {
        return place(lanes, rows -> {});
    }

    private int place(int lanes, IntConsumer then) {
        return join(round(lanes, then));
    }

    private Uni<Integer> round(int lanes, IntConsumer then) {
        return database.pool()
                .getConnection()
                .chain(sequencer -> sequencer
                        .query("SELECT pg_advisory_lock_shared(" + LogLocks.SEQUENCER + ")")
                        .execute()
                        .chain(() -> lanes(sequencer, lanes, then))
                        .onTermination()
                        .call(() -> LockSession.unlock(sequencer)
                                .onFailure()
                                .recoverWithNull()
                                .chain(sequencer::close)));
    }

    private Uni<Integer> lanes(SqlConnection sequencer, int lanes, IntConsumer then) {
        List<Lane> closed = Stream.generate(() -> new Lane(database.pool(), PATIENCE, PATIENCE))
                .limit(lanes)
                .toList();
        return new Lanes(sequencer, closed, ticks(), SIZE, Duration.ofSeconds(10))
                .place(new TracedBatch(Traces.off()), rows -> {
                    told.add(rows);
                    then.accept(rows);
                });
    }

    private void placeAlone() {
        join(database.pool()
                .withConnection(connection ->
                        new UntiedBatch(connection, ticks(), SIZE, new TracedBatch(Traces.off())).sequence()));
    }

    /** Entries without their dates, and how many entries a class has. */
    private List<String> placed() {
        List<String> rows = new ArrayList<>();
        join(database.pool()
                        .query(
                                "SELECT concat_ws(' ', position, content_id, object_uuid, kind_id, version, stated_class_id,"
                                        + " class_id, members, foreign_ids, sole) FROM (SELECT * FROM log_entry ORDER BY position) e"
                                        + " UNION ALL SELECT concat_ws(' ', class_id, sum(entries)) FROM log_day GROUP BY class_id")
                        .execute())
                .forEach(row -> rows.add(row.getString(0)));
        return rows;
    }

    private static DateTicks ticks() {
        return new DateTicks(Clock.systemUTC(), new SecureRandom());
    }
}
