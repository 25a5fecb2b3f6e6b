package org.entente.bench;

import java.io.IOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.entente.standalone.AccessDocument;
import org.entente.standalone.AccessFile;
import org.entente.standalone.ServicesApart;

/**
 * The packaged exchange against services of other processes: nothing is embedded in it. The profile is {@code test}, which differs from
 * {@code prod} in that generated secrets will do, lines of the log are text, and there may be demo callers. Not thread safe.
 */
final class ApartExchange implements LogDatabase, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ServicesApart services;
    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private Process process;

    ApartExchange(ServicesApart services, Path folder) throws IOException {
        this.services = services;
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    /**
     * Starts it.
     *
     * @param callers whether there are demo callers, and a file that says who they are; without it is as in production
     * @param jvm options
     * @return from the start of the process until it was ready
     */
    Duration start(boolean callers, List<String> jvm) throws Exception {
        Path settings = folder.resolve("exchange.properties");
        Properties properties = new Properties();
        properties.putAll(services.configuration());
        if (!callers) {
            properties.remove("entente.standalone.data-dir");
        }
        try (Writer file = Files.newBufferedWriter(settings)) {
            properties.store(file, "For one run of a benchmark");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-Dquarkus.profile=test", "-jar", "target/quarkus-app/quarkus-run.jar"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", settings.toUri().toString());
        builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
        builder.environment().put("QUARKUS_HTTP_SSL_PORT", "0");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        long started = System.nanoTime();
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("exchange.out").toFile())
                .start();
        awaitReady(started);
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void awaitReady(long started) throws Exception {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        while (System.nanoTime() - started < PATIENCE.toNanos() && process.isAlive()) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen yet.
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("It is not ready: " + Files.readString(folder.resolve("exchange.out")));
    }

    long pid() {
        return process.pid();
    }

    /** Where it listens and who may call it. */
    AccessDocument access() throws IOException {
        return AccessFile.read(dataDir()).orElseThrow();
    }

    private Path dataDir() throws IOException {
        return Path.of(services.configuration().get("entente.standalone.data-dir"));
    }

    Processor processor() throws IOException {
        long driver = ProcessHandle.current().pid();
        return new Processor()
                .with("driver", () -> List.of(driver))
                .with("exchange", () -> List.of(pid()))
                .with("PostgreSQL", Processor.postgres(dataDir()))
                .with("Kafka", () -> List.of(services.pid()));
    }

    @Override
    public Connection connect() throws SQLException, IOException {
        Map<String, String> reached = services.configuration();
        return DriverManager.getConnection(
                "jdbc:" + reached.get("quarkus.datasource.reactive.url"),
                reached.get("quarkus.datasource.username"),
                reached.get("quarkus.datasource.password"));
    }

    /** Ends it in an orderly way. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null && process.isAlive()) {
            stop();
        }
    }
}
