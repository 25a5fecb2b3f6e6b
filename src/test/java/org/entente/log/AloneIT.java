package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entente.log.QueueDatabase.join;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.Test;

class AloneIT {

    private static final Duration IDLE_MAX = Duration.ofSeconds(1);

    @Test
    void workThatAsksNothingOfItsSessionKeepsTheLockForAsLongAsItTakes() throws Exception {
        try (OwnDatabase database = new OwnDatabase("alone_it")) {
            ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();

            // When one instance is at its work for three times as long as a session may be idle, and another waits
            CompletableFuture<Void> one = new Alone(database.pool(), 7, IDLE_MAX)
                    .run(
                            connection -> Uni.createFrom()
                                    .voidItem()
                                    .invoke(() -> begun.complete(null))
                                    .onItem()
                                    .delayIt()
                                    .by(IDLE_MAX.multipliedBy(3))
                                    .invoke(() -> told.add("one")),
                            Duration.ofMinutes(1))
                    .subscribeAsCompletionStage();
            begun.get(1, TimeUnit.MINUTES);
            CompletableFuture<Void> other = new Alone(database.pool(), 7)
                    .run(
                            connection -> Uni.createFrom().voidItem().invoke(() -> told.add("other")),
                            Duration.ofMinutes(1))
                    .subscribeAsCompletionStage();
            CompletableFuture.allOf(one, other).get(1, TimeUnit.MINUTES);

            // Then
            assertThat(told).containsExactlyElementsOf(List.of("one", "other"));
        }
    }

    @Test
    void workWhoseTransactionFailedLeavesNeitherItsLockNorItsSession() {
        try (OwnDatabase database = new OwnDatabase("alone_failed_it")) {
            Alone alone = new Alone(database.pool(), 7);
            AtomicInteger session = new AtomicInteger();

            // When
            Uni<Integer> failing = alone.run(
                    connection -> session(connection)
                            .invoke(session::set)
                            .chain(() -> connection.query("BEGIN").execute())
                            .chain(() -> connection.query("SELECT 1 / 0").execute())
                            .map(rows -> rows.size()),
                    Duration.ofMinutes(1));
            assertThatThrownBy(() -> join(failing)).hasMessageContaining("division by zero");

            // Then whoever comes next has the lock, on a session that takes statements
            int next = join(alone.run(AloneIT::session, Duration.ofMinutes(1)));
            assertThat(next).isNotEqualTo(session.get());
            long locks = join(database.pool()
                    .query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = " + session)
                    .execute()
                    .map(rows -> rows.iterator().next().getLong(0)));
            assertThat(locks).isZero();
        }
    }

    private static Uni<Integer> session(SqlConnection connection) {
        return connection
                .query("SELECT pg_backend_pid()")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
