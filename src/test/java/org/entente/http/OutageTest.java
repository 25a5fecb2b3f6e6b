package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    static Stream<Throwable> outages() {
        return Stream.of(
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                ClosedConnectionException.INSTANCE,
                new ConnectionPoolTooBusyException("full"),
                new VertxException("Timeout waiting for connection"),
                new ConnectException("refused"));
    }

    private static PgException state(String sqlState) {
        return new PgException("message", "FATAL", sqlState, "");
    }

    @ParameterizedTest
    @MethodSource("outages")
    void serviceThatIsAwayIsAnOutageHoweverWrapped(Throwable failure) {
        assertThat(Outage.isOne(failure)).isTrue();
        assertThat(Outage.isOne(new CompletionException(new IllegalStateException(failure))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "57P01", "57P03", "25006", "25P03"})
    void databaseThatStopsIsFullOrTakesNoWritesIsAnOutage(String sqlState) {
        assertThat(Outage.isOne(state(sqlState))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "23505", "22001", "25001"})
    void databaseThatRefusesAStatementIsNot(String sqlState) {
        assertThat(Outage.isOne(state(sqlState))).isFalse();
    }

    @Test
    void mistakeIsNot() {
        assertThat(Outage.isOne(new IllegalStateException("Timeout"))).isFalse();
        assertThat(Outage.isOne(new VertxException("The body broke off"))).isFalse();
    }
}
