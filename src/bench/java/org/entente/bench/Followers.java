package org.entente.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The indexes that follow the log: search, mitigations, patterns of indicators, validity. They work for whoever has the row of their
 * cursor, so whoever keeps those rows holds them back, and what else costs time can be told from them.
 */
final class Followers {

    private static final String CURSORS =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE '%\\_cursor'";
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final LogDatabase database;
    private final List<String> cursors = new ArrayList<>();

    Followers(LogDatabase database) throws SQLException, IOException {
        this.database = database;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CURSORS)) {
            while (rows.next()) {
                cursors.add(rows.getString(1));
            }
        }
    }

    /** Held back until it is closed. */
    Connection hold() throws SQLException, IOException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String cursor : cursors) {
                statement.execute("SELECT 1 FROM " + cursor + " FOR UPDATE");
            }
        }
        return connection;
    }

    /** Until each has come to the end of the log, which does not grow meanwhile. */
    void await() throws SQLException, IOException {
        long last = database.number("SELECT max(position) FROM log_entry");
        for (String cursor : cursors) {
            Awaitility.await(cursor)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> database.number("SELECT min(position) FROM " + cursor) >= last);
        }
    }
}
