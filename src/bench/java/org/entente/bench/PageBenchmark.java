package org.entente.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.PGConnection;

/** TAXII pages of 1,000 objects, from anywhere in the log, against PostgreSQL's COPY of the same rows. The relay is off. */
final class PageBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int LIMIT = 1_000;
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String COPY = "COPY (SELECT c.content FROM log_entry e JOIN object_content c USING (content_id)"
            + " WHERE e.position > %d ORDER BY e.position LIMIT " + LIMIT + ") TO STDOUT (FORMAT binary)";

    private final Measured measured;
    private final List<Instant> dates = new ArrayList<>();

    private PageBenchmark(Measured measured) {
        this.measured = measured;
    }

    static void run(Path folder) throws Exception {
        Results results = new Results(folder, "page");
        try (Measured measured = Measured.start(folder, "page", Map.of("ENTENTE_RELAY_ENABLED", "false"))) {
            results.add(new PageBenchmark(measured).compare());
            results.remark("%,d objects in the log.", measured.number("SELECT count(*) FROM log_entry"));
        }
        results.write();
    }

    private Figure compare() throws Exception {
        new LogFill(measured).to(100_000);
        for (int thousand = 0; thousand < 99; thousand++) {
            long micros = measured.number("SELECT (extract(epoch FROM date_added) * 1000000)::bigint FROM log_entry"
                    + " WHERE position = " + (1 + thousand * LIMIT));
            dates.add(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
        }
        try (Copies limit = new Copies();
                Pages pages = new Pages()) {
            return new Comparison(CONNECTIONS, measured.processor())
                    .of("TAXII pages of 1,000, " + CONNECTIONS + " connections", limit, pages);
        }
    }

    private final class Copies implements Side, AutoCloseable {
        private final List<Connection> databases = new ArrayList<>();

        Copies() throws SQLException, IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                databases.add(measured.connect());
            }
        }

        @Override
        public int work(int connection) throws Exception {
            long after = (long) LIMIT * ThreadLocalRandom.current().nextInt(dates.size());
            databases
                    .get(connection)
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(String.format(COPY, after), OutputStream.nullOutputStream());
            return LIMIT;
        }

        @Override
        public void close() throws SQLException {
            for (Connection database : databases) {
                try (Statement end = database.createStatement()) {
                    end.execute("SELECT 1");
                }
                database.close();
            }
        }
    }

    private final class Pages implements Side, AutoCloseable {
        private final List<PlainHttp> connections = new ArrayList<>();

        Pages() throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                connections.add(new PlainHttp(measured.access(), "xb-cert"));
            }
        }

        @Override
        public int work(int connection) throws IOException {
            OffsetDateTime after = dates.get(ThreadLocalRandom.current().nextInt(dates.size()))
                    .atOffset(ZoneOffset.UTC);
            PlainHttp http = connections.get(connection);
            int status = http.get(
                    "/taxii2/exchange/collections/threats/objects/?limit=" + LIMIT + "&added_after=" + after, TAXII);
            if (status != 200 || http.received() < 100 * LIMIT) {
                throw new IllegalStateException("Status " + status + " and " + http.received() + " bytes");
            }
            return LIMIT;
        }

        @Override
        public void close() throws IOException {
            for (PlainHttp connection : connections) {
                connection.close();
            }
        }
    }
}
