package org.entente;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class DatabaseReadyTest {

    private static final int PROBES = 1_000;

    /** What a database is asked that takes its time: each ends when the test says so. */
    private final List<Handler<AsyncResult<Object>>> queries = new ArrayList<>();

    private final List<HealthCheckResponse> answers = new ArrayList<>();

    @Test
    void databaseIsAskedOnceForAllProbesOfAMoment() {
        // Given
        DatabaseReady ready = new DatabaseReady(
                new Pool(as(io.vertx.sqlclient.Pool.class, (pool, method, arguments) -> query())),
                Flyway.configure().load());

        // When
        for (int i = 0; i < PROBES; i++) {
            ready.call().subscribe().with(answers::add);
        }

        // Then
        assertThat(queries).hasSize(1);
        fail(0);
        assertThat(answers).hasSize(1);
        assertThat(queries).as("one more for all who came meanwhile").hasSize(2);
        fail(1);
        assertThat(answers).hasSize(PROBES).allMatch(answer -> answer.getStatus() == Status.DOWN);
        assertThat(queries).hasSize(2);
    }

    @SuppressWarnings("unchecked")
    private PreparedQuery<?> query() {
        return as(
                PreparedQuery.class,
                (query, method, arguments) -> queries.add((Handler<AsyncResult<Object>>) arguments[1]));
    }

    private void fail(int query) {
        queries.get(query).handle(Future.failedFuture("The connection is gone."));
    }

    private static <T> T as(Class<T> type, InvocationHandler does) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, does));
    }
}
