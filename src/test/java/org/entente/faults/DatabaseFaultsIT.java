package org.entente.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two exchanges whose PostgreSQL dies, or does not do what it is asked for. */
class DatabaseFaultsIT extends Faults {

    private static final Duration A_WHILE = Duration.ofSeconds(20);

    @Override
    Stage stage(String name) throws Exception {
        return new Stage(name, size(2, 1, name));
    }

    @Test
    void killed() throws Exception {
        load().under("database-killed", "PostgreSQL killed (kill -9), started again 10 s later", () -> {
            stage().database.kill();
            load().keepFor(Duration.ofSeconds(10));
            stage().database.start();
        });
    }

    @Test
    void restarted() throws Exception {
        load().under("database-restarted", "PostgreSQL restarted in an orderly way", () -> {
            stage().database.stop();
            stage().database.start();
        });
    }

    @Test
    void readOnly() throws Exception {
        load().under("database-read-only", "PostgreSQL takes no writes for 20 s", () -> {
            readOnly("on");
            load().keepFor(A_WHILE);
            readOnly("off");
        });
    }

    private void readOnly(String state) {
        stage().database
                .administer(
                        "postgres",
                        "ALTER SYSTEM SET default_transaction_read_only = " + state,
                        "SELECT pg_reload_conf()");
    }

    @Test
    void outOfConnections() throws Exception {
        load().under("database-out-of-connections", "PostgreSQL has no connection left for 20 s", () -> {
            List<Connection> taken = new ArrayList<>();
            try {
                long until = System.nanoTime() + A_WHILE.toNanos();
                while (System.nanoTime() < until) {
                    takeAll(taken);
                    try (Statement statement = taken.get(0).createStatement()) {
                        statement.execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'entente'");
                    }
                }
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
        });
    }

    private void takeAll(List<Connection> taken) {
        try {
            while (true) {
                taken.add(stage().database.connect("postgres"));
            }
        } catch (SQLException none) {
            Thread.onSpinWait();
        }
    }
}
