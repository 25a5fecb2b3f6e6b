package org.entente.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Intake against PostgreSQL's own inserts of the same bytes into a table like the log's, with the same indexes and durability.
 * The relay is off; the sequencer runs, and what it left behind at the end of a turn is waited for before the next one, so that
 * its work weighs on the exchange alone.
 */
final class IntakeBenchmark {

    private static final int KIND = 1;
    private static final String INSERT =
            "INSERT INTO bench_content (object_uuid, kind_id, version, digest, content) VALUES ";

    private final Measured measured;

    private IntakeBenchmark(Measured measured) {
        this.measured = measured;
    }

    static void envelopes(Path folder) throws Exception {
        run(folder, "intake", benchmark -> benchmark.compare("intake, envelopes of 1,000, 8 connections", 8, 1_000));
    }

    static void singles(Path folder) throws Exception {
        run(folder, "single", benchmark -> benchmark.compare("intake, single posts, 32 connections", 32, 1));
    }

    private interface Measurement {
        Figure of(IntakeBenchmark benchmark) throws Exception;
    }

    private static void run(Path folder, String name, Measurement measurement) throws Exception {
        Results results = new Results(folder, name);
        try (Measured measured = Measured.start(folder, name, Map.of("ENTENTE_RELAY_ENABLED", "false"))) {
            measured.execute("CREATE TABLE bench_content (LIKE object_content INCLUDING ALL)");
            results.add(measurement.of(new IntakeBenchmark(measured)));
            results.remark(
                    "%,d objects in the log at the end; the exchange then had %,d MiB resident, its Kafka included.",
                    measured.number("SELECT count(*) FROM log_entry"),
                    Processor.residentMebibytes(measured.exchange().pid()));
        }
        results.write();
    }

    private Figure compare(String what, int connections, int objects) throws Exception {
        try (Inserts limit = new Inserts(connections, objects);
                Posts posts = new Posts(measured, measured.access(), "demo-csirts", new Posts.Size(connections, objects))) {
            return new Comparison(connections, measured.processor()).of(what, limit, posts);
        }
    }

    /** The limit: multi-row inserts, a transaction each. */
    private final class Inserts implements Side, AutoCloseable {
        private final List<Connection> databases = new ArrayList<>();
        private final List<PreparedStatement> statements = new ArrayList<>();
        private final List<Indicators> indicators = new ArrayList<>();
        private final List<Indicators.Body> bodies = new ArrayList<>();
        private final int objects;

        Inserts(int connections, int objects) throws SQLException, IOException {
            this.objects = objects;
            String row = "(?, ?, ?, ?, ?)";
            for (int i = 0; i < connections; i++) {
                databases.add(measured.connect());
                statements.add(databases.get(i).prepareStatement(INSERT + row + (", " + row).repeat(objects - 1)));
                indicators.add(new Indicators());
            }
            for (int i = 0; i < 600; i++) {
                bodies.add(Indicators.body("", i, 1, ""));
            }
        }

        @Override
        public int work(int connection) throws SQLException {
            PreparedStatement statement = statements.get(connection);
            OffsetDateTime version = OffsetDateTime.parse("2026-04-11T17:02:46.167713Z");
            byte[] digest = new byte[32];
            for (int i = 0; i < objects; i++) {
                UUID id = indicators.get(connection).fresh();
                statement.setObject(5 * i + 1, id);
                statement.setInt(5 * i + 2, KIND);
                statement.setObject(5 * i + 3, version);
                statement.setBytes(5 * i + 4, digest);
                statement.setBytes(5 * i + 5, indicators.get(connection).content(bodies.get(i % bodies.size()), id));
            }
            statement.executeUpdate();
            return objects;
        }

        @Override
        public void close() throws SQLException {
            for (Connection database : databases) {
                database.close();
            }
        }
    }
}
