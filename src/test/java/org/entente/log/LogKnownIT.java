package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.log.QueueDatabase.join;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogKnownIT {

    private static final UUID LOGGED = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID WAITING = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final UUID ERASED = UUID.fromString("00000000-0000-4000-8000-000000000003");
    private static final UUID NOWHERE = UUID.fromString("00000000-0000-4000-8000-000000000004");

    private static final int OF_XA = 1;
    private static final int OF_XB = 2;

    private QueueDatabase database;

    @BeforeEach
    void makeLog() {
        database = new QueueDatabase("log_known_it");
        content(101, LOGGED);
        content(102, WAITING);
        content(103, ERASED);
        entry(1, 101, LOGGED, OF_XB);
        entry(2, 103, ERASED, 0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWaitsIsKnownToItsSubmitterAloneAndWhatIsInTheLogToAll() {
        wait(102, WAITING, OF_XB);
        wait(101, LOGGED, OF_XA);

        List<String> toXa = known("xa-cert", LOGGED, WAITING, ERASED, NOWHERE);
        List<String> toXb = known("xb-cert", LOGGED, WAITING, ERASED, NOWHERE);

        assertThat(toXa).containsExactly("101 of 2, placed", "101 of 1, waiting", "102 of null", "103 of null");
        assertThat(toXb).containsExactly("101 of 2, placed", "102 of null", "102 of 2, waiting", "103 of null");
    }

    @Test
    void whatRecallTakesIsNotKnownAnyMoreBeforeAllOfItIsWritten() {
        // Of which recall plays no part
        database.execute("ALTER TABLE log_rewrite DROP CONSTRAINT log_rewrite_recall_number_fkey");
        database.execute("INSERT INTO log_rewrite (position, recall_number, class_id) VALUES (1, 1, " + OF_XA + ")");

        List<String> known = known("xa-cert", LOGGED);

        assertThat(known).containsExactly("101 of 1, placed");
    }

    @Test
    void noMoreOfTheQueueIsReadThanWasAskedForThoughItIsBelievedToBeEmpty() {
        database.queueManyWhereItIsBelievedToBeEmpty();
        wait(102, WAITING, OF_XA);

        long read = join(database.pool()
                .withTransaction(transaction -> queueRowsRead(transaction)
                        .chain(before -> known(transaction, "xa-cert", LOGGED, WAITING, NOWHERE)
                                .chain(() -> queueRowsRead(transaction))
                                .map(after -> after - before))));

        assertThat(read).isEqualTo(1);
    }

    /** In this session; what an earlier transaction of it read may not be told to all yet, and then counts, too. */
    private static Uni<Long> queueRowsRead(SqlConnection transaction) {
        return transaction
                .query("SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
                        + " FROM pg_stat_xact_user_tables WHERE relname = 'log_pending'")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private void content(long number, UUID object) {
        database.execute("INSERT INTO object_content (content_id, object_uuid, kind_id, version, digest, content)"
                + " OVERRIDING SYSTEM VALUE VALUES (%d, '%s', 1, '2026-01-01', '', '')".formatted(number, object));
    }

    private void entry(long position, long content, UUID object, int releaseClass) {
        database.execute("INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version,"
                + " stated_class_id, class_id) VALUES (%d, now() + interval '1 second' * %d, %d, '%s', 1, '2026-01-01', %d, %d)"
                        .formatted(position, position, content, object, OF_XB, releaseClass));
    }

    private void wait(long content, UUID object, int releaseClass) {
        database.execute(
                "INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                        + " VALUES (gen_random_uuid(), %d, '%s', 1, '2026-01-01', %d, false)"
                                .formatted(content, object, releaseClass));
    }

    private List<String> known(String submitter, UUID... objects) {
        return join(database.pool().withConnection(connection -> known(connection, submitter, objects)));
    }

    private static Uni<List<String>> known(SqlConnection connection, String submitter, UUID... objects) {
        return connection
                .preparedQuery("SELECT content_id, class_id, date_added FROM log_known($1, $2)"
                        + " ORDER BY content_id, date_added NULLS LAST")
                .execute(Tuple.tuple().addValue(objects).addString(submitter))
                .map(rows -> {
                    List<String> known = new ArrayList<>();
                    rows.forEach(row -> known.add(row.getLong("content_id") + " of " + row.getInteger("class_id")
                            + (row.getInteger("class_id") == null
                                    ? ""
                                    : row.getOffsetDateTime("date_added") == null ? ", waiting" : ", placed")));
                    return known;
                });
    }
}
