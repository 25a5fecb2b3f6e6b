package org.entente.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of an exchange under measurement. */
interface LogDatabase {

    /** One of the caller's own, to be closed. */
    Connection connect() throws SQLException, IOException;

    /** The one number that a query gives. */
    default long number(String query) throws SQLException, IOException {
        try (Connection database = connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    default void execute(String... statements) throws SQLException, IOException {
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
