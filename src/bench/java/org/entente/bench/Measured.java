package org.entente.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.standalone.AccessDocument;
import org.entente.testing.PackagedExchange;

/**
 * The packaged exchange under measurement, in a process and on data of its own, with its PostgreSQL. With {@code
 * -Dentente.bench.jfr=true} it leaves a flight recording beside the results.
 */
final class Measured implements LogDatabase, AutoCloseable {

    private final PackagedExchange exchange;
    private final Path dataDir;

    private Measured(PackagedExchange exchange, Path dataDir) {
        this.exchange = exchange;
        this.dataDir = dataDir;
    }

    static Measured start(Path folder, String name, Map<String, String> environment) throws IOException {
        Path dataDir = folder.resolve("exchange-" + name + "-" + UUID.randomUUID());
        PackagedExchange exchange = PackagedExchange.in(dataDir).with("ENTENTE_DEMO", "true");
        environment.forEach(exchange::with);
        if (Boolean.getBoolean("entente.bench.jfr")) {
            exchange.with(
                    "JAVA_TOOL_OPTIONS",
                    "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                            + folder.resolve(name + ".jfr").toAbsolutePath());
        }
        Measured measured = new Measured(exchange, dataDir);
        try {
            exchange.start();
            return measured;
        } catch (RuntimeException | Error tooLate) {
            measured.close();
            throw tooLate;
        }
    }

    PackagedExchange exchange() {
        return exchange;
    }

    AccessDocument access() throws IOException {
        return exchange.access();
    }

    Processor processor() {
        long driver = ProcessHandle.current().pid();
        return new Processor()
                .with("driver", () -> List.of(driver))
                .with("exchange", () -> List.of(exchange.pid()))
                .with("PostgreSQL", Processor.postgres(dataDir));
    }

    @Override
    public Connection connect() throws SQLException, IOException {
        Map<String, String> services = exchange.services();
        return DriverManager.getConnection(
                "jdbc:" + services.get("quarkus.datasource.reactive.url") + "?prepareThreshold=1",
                services.get("quarkus.datasource.username"),
                services.get("quarkus.datasource.password"));
    }

    @Override
    public void close() throws IOException {
        exchange.close();
        delete(dataDir);
    }

    static void delete(Path folder) throws IOException {
        try (java.util.stream.Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
