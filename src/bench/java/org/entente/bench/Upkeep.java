package org.entente.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGConnection;

/** What a large log asks of its database when nobody asks it anything: room, vacuum, being read from end to end for a backup. */
final class Upkeep {

    /** Tables without their indexes, and each index, of at least ten bytes an object. */
    private static final String SIZES = """
            SELECT relname, CASE relkind WHEN 'r' THEN pg_table_size(oid) ELSE pg_relation_size(oid) END AS bytes, relkind = 'i'
            FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 10 * %d
            ORDER BY bytes DESC""";

    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    private static final String TRANSACTIONS =
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    private static final int CONNECTIONS = 4;
    private static final int ENVELOPES = 5;

    private Upkeep() {}

    /** What further objects make PostgreSQL write beside its tables, from the post until every index has them. */
    static void writing(GrowthStage stage, Results results) throws Exception {
        long objects = stage.size();
        long bytes = stage.measured.number(WAL);
        long transactions = stage.measured.number(TRANSACTIONS);
        try (Posts posts = stage.posts(CONNECTIONS, 1_000)) {
            Cost.of(stage.withKafka, posts, CONNECTIONS, ENVELOPES);
        }
        stage.followers.await();
        long further = stage.size() - objects;
        results.remark(
                "%,d objects in envelopes of 1,000: %,d bytes of write-ahead log an object, %.1f transactions for 1,000 objects.",
                further,
                (stage.measured.number(WAL) - bytes) / further,
                (stage.measured.number(TRANSACTIONS) - transactions) * 1e3 / further);
    }

    static void tell(LogDatabase database, Results results) throws SQLException, IOException {
        long objects = database.number("SELECT count(*) FROM log_entry");
        StringBuilder table = new StringBuilder("| what | bytes an object |\n|---|---|\n");
        Map<String, Object> data = new LinkedHashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            double vacuum = seconds(() -> statement.execute("VACUUM ANALYZE"));
            try (ResultSet rows = statement.executeQuery(String.format(Locale.ROOT, SIZES, objects))) {
                while (rows.next()) {
                    table.append(String.format(
                            Locale.ROOT,
                            "| %s `%s` | %,d |%n",
                            rows.getBoolean(3) ? "index" : "table",
                            rows.getString(1),
                            rows.getLong(2) / objects));
                    data.put(rows.getString(1), rows.getLong(2) / objects);
                }
            }
            long bytes = database.number("SELECT pg_table_size('object_content')");
            double read = seconds(() -> connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY object_content TO STDOUT (FORMAT binary)", OutputStream.nullOutputStream()));
            results.table(table.toString(), data);
            results.remark(
                    "With %,d objects: VACUUM ANALYZE of everything %.1f s, all contents read by COPY %.1f s (%,.0f MB a second).",
                    objects, vacuum, read, bytes / read / 1e6);
        }
    }

    private interface Work {
        void run() throws SQLException, IOException;
    }

    private static double seconds(Work work) throws SQLException, IOException {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e9;
    }
}
