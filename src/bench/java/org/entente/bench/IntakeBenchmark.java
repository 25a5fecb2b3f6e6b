package org.entente.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Intake against PostgreSQL's own inserts of the same bytes into a table like that of contents, and of envelopes against the same with
 * an entry of the log each, which is what must be in the log afterwards; with the same indexes and durability. The relay is off; the sequencer runs, and what it left behind at the end of a turn is waited for before the next one, so that
 * its work weighs on the exchange alone.
 */
final class IntakeBenchmark {

    private static final int KIND = 1;
    private static final int CLASS = 1;
    private static final String CONTENTS =
            "INSERT INTO bench_content (content_id, object_uuid, kind_id, version, digest, content) OVERRIDING SYSTEM VALUE VALUES ";
    private static final String ENTRIES = "INSERT INTO bench_entry (position, date_added, content_id, object_uuid, kind_id, version,"
            + " stated_class_id, class_id) VALUES ";
    private static final OffsetDateTime VERSION = OffsetDateTime.parse("2026-04-11T17:02:46.167713Z");

    private final Measured measured;
    private final AtomicLong numbers = new AtomicLong();

    private IntakeBenchmark(Measured measured) {
        this.measured = measured;
    }

    static void envelopes(Path folder) throws Exception {
        run(folder, "intake", new Posts.Size(8, 1_000), true);
    }

    static void singles(Path folder) throws Exception {
        run(folder, "single", new Posts.Size(32, 1), false);
    }

    private static void run(Path folder, String name, Posts.Size size, boolean besideLog) throws Exception {
        Results results = new Results(folder, name);
        try (Measured measured = Measured.start(folder, name, Map.of("ENTENTE_RELAY_ENABLED", "false"))) {
            measured.execute(
                    "CREATE TABLE bench_content (LIKE object_content INCLUDING ALL)",
                    "CREATE TABLE bench_entry (LIKE log_entry INCLUDING ALL)");
            new IntakeBenchmark(measured).compare(results, size, besideLog);
            results.remark(
                    "%,d objects in the log at the end; the exchange then had %,d MiB resident, its Kafka included.",
                    measured.number("SELECT count(*) FROM log_entry"),
                    Processor.residentMebibytes(measured.exchange().pid()));
        }
        results.write();
    }

    private void compare(Results results, Posts.Size size, boolean besideLog) throws Exception {
        String what = size.objects() == 1
                ? "intake, single posts, %d connections".formatted(size.connections())
                : "intake, envelopes of %,d, %d connections".formatted(size.objects(), size.connections());
        Comparison comparison = new Comparison(size.connections(), measured.processor());
        try (Posts posts = new Posts(measured, measured.access(), "demo-csirts", size)) {
            try (Inserts contents = new Inserts(size, false)) {
                results.add(comparison.of(what, contents, posts));
                if (size.objects() == 1) {
                    try (EmptyRequests empty = new EmptyRequests(measured, size.connections())) {
                        results.add(comparison.warm("requests that only sign on, beside the same", contents, empty));
                    }
                }
            }
            if (besideLog) {
                try (Inserts log = new Inserts(size, true)) {
                    results.add(comparison.warm("the same, against contents and entries of the log", log, posts));
                }
            }
        }
    }

    /** The limit: multi-row inserts, a transaction each. */
    private final class Inserts implements Side, AutoCloseable {
        private final List<Connection> databases = new ArrayList<>();
        private final List<PreparedStatement> contents = new ArrayList<>();
        private final List<PreparedStatement> entries = new ArrayList<>();
        private final List<Indicators> indicators = new ArrayList<>();
        private final List<Indicators.Body> bodies = new ArrayList<>();
        private final int objects;

        /** @param withEntries whether each content has an entry of the log, in the same transaction */
        Inserts(Posts.Size size, boolean withEntries) throws SQLException, IOException {
            this.objects = size.objects();
            for (int i = 0; i < size.connections(); i++) {
                Connection database = measured.connect();
                databases.add(database);
                contents.add(database.prepareStatement(CONTENTS + rows("(?, ?, ?, ?, ?, ?)")));
                indicators.add(new Indicators());
                if (withEntries) {
                    database.setAutoCommit(false);
                    entries.add(database.prepareStatement(ENTRIES + rows("(?, ?, ?, ?, ?, ?, ?, ?)")));
                }
            }
            for (int i = 0; i < 600; i++) {
                bodies.add(Indicators.body("", i, 1, ""));
            }
        }

        private String rows(String row) {
            return row + (", " + row).repeat(objects - 1);
        }

        @Override
        public int work(int connection) throws SQLException {
            PreparedStatement content = contents.get(connection);
            byte[] digest = new byte[32];
            List<UUID> ids = new ArrayList<>(objects);
            long first = numbers.getAndAdd(objects) + 1;
            for (int i = 0; i < objects; i++) {
                UUID id = indicators.get(connection).fresh();
                ids.add(id);
                content.setLong(6 * i + 1, first + i);
                content.setObject(6 * i + 2, id);
                content.setInt(6 * i + 3, KIND);
                content.setObject(6 * i + 4, VERSION);
                content.setBytes(6 * i + 5, digest);
                content.setBytes(6 * i + 6, indicators.get(connection).content(bodies.get(i % bodies.size()), id));
            }
            content.executeUpdate();
            if (!entries.isEmpty()) {
                enter(entries.get(connection), first, ids);
                databases.get(connection).commit();
            }
            return objects;
        }

        private void enter(PreparedStatement entry, long first, List<UUID> ids) throws SQLException {
            for (int i = 0; i < objects; i++) {
                entry.setLong(8 * i + 1, first + i);
                entry.setObject(8 * i + 2, VERSION.plus(first + i, ChronoUnit.MICROS));
                entry.setLong(8 * i + 3, first + i);
                entry.setObject(8 * i + 4, ids.get(i));
                entry.setInt(8 * i + 5, KIND);
                entry.setObject(8 * i + 6, VERSION);
                entry.setInt(8 * i + 7, CLASS);
                entry.setInt(8 * i + 8, CLASS);
            }
            entry.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            for (Connection database : databases) {
                database.close();
            }
        }
    }
}
