package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who runs a shard, by the locks of a real PostgreSQL. */
class ElectionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static OwnDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = new OwnDatabase("election_it");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void oneInstanceRunsAShardUntilItResigns() {
        // Given
        Election first = election(1);
        Election second = election(1);
        assertThat(first.stand()).isTrue();
        assertThat(second.stand()).isFalse();

        // When
        first.resign();

        // Then
        assertThat(first.holds()).isFalse();
        Awaitility.await().atMost(PATIENCE).until(second::stand);
        second.resign();
    }

    @Test
    void shardsAreElectedApart() {
        Election first = election(2);
        Election second = election(3);

        assertThat(first.stand()).isTrue();
        assertThat(second.stand()).isTrue();

        first.resign();
        second.resign();
    }

    @Test
    void instanceWhoseSessionEndedNoticesAndAnotherTakesOver() {
        // Given
        Election first = election(4);
        Election second = election(4);
        assertThat(first.stand()).isTrue();

        // When
        endSessionsThatHoldLocks();

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> !first.holds());
        Awaitility.await().atMost(PATIENCE).until(second::stand);
        second.resign();
    }

    @Test
    void sessionWithoutHeartbeatIsEndedByTheDatabase() {
        // Given an instance that froze right after it was elected, so that its heartbeat stays out
        SqlConnection frozen = RelayStage.join(database.pool().getConnection());
        RelayStage.join(frozen.query("SET idle_session_timeout = 1000").execute());
        RelayStage.join(frozen.query("SELECT pg_advisory_lock(" + Election.LOCK_FAMILY + ", 5)")
                .execute());
        Election second = election(5);
        assertThat(second.stand()).isFalse();

        // When the patience of the database is over, then
        Awaitility.await().atMost(PATIENCE).until(second::stand);
        second.resign();
    }

    private static Election election(int shard) {
        return new Election(database.pool(), new Answers(PATIENCE), shard);
    }

    private static void endSessionsThatHoldLocks() {
        RelayStage.join(database.pool()
                .query(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = "
                                + Election.LOCK_FAMILY
                                + " AND objid = 4 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .execute());
    }
}
