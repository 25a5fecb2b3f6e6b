package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.entente.testing.FreePorts;

/**
 * A PostgreSQL that a test may kill, fill and start again on the same data and port, as often as it likes. It writes to disk before
 * it answers, as in production. Thread safe as far as starting and ending it. Close it: no process stays behind.
 */
public final class DatabaseProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SUPERUSER = "postgres";

    private final Path folder;
    private final Path output;
    private final PostgresAccount account;
    private final PostgresPrograms programs;
    private final int port;
    private final String password = UUID.randomUUID().toString();
    private final Map<String, String> settings = new TreeMap<>(Map.of(
            "listen_addresses", LoopbackPorts.HOST,
            "unix_socket_directories", "",
            "shared_buffers", "64MB",
            "wal_compression", "off",
            "jit", "off",
            "timezone", "UTC"));
    private final Map<String, String> environment = new TreeMap<>();
    private volatile Process process;

    /**
     * One that keeps its data there; not started yet.
     *
     * @param shared where the programs are unpacked, once for all
     */
    public DatabaseProcess(Path folder, Path shared) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.output = this.folder.resolveSibling(folder.getFileName() + ".out");
        this.account = PostgresAccount.current();
        Files.createDirectories(shared);
        this.programs = PostgresPrograms.in(shared.toAbsolutePath());
        this.port = FreePorts.take();
    }

    /** A setting of the server, from its next start on. */
    public DatabaseProcess with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Variables of the server's environment, from its next start on. */
    public DatabaseProcess withEnvironment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** Where it listens on this machine. */
    public int port() {
        return port;
    }

    /** Of whoever may do anything. */
    public String password() {
        return password;
    }

    /** Starts it, having made its data at the first start, and returns when it takes connections. */
    public synchronized DatabaseProcess start() throws IOException {
        initialiseOnce();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // After a kill the server's other processes may take a moment to notice, and keep a new one out until then.
        do {
            launch();
            Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || answers());
        } while (!process.isAlive() && System.nanoTime() < deadline);
        if (!process.isAlive()) {
            throw new AssertionError("PostgreSQL does not start:\n" + Files.readString(output));
        }
        return this;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} of its main process does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends it as an administrator does who does not wait for sessions. */
    public void stop() throws IOException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
        awaitEnd();
    }

    /** Has the superuser do something. */
    public void administer(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection of the superuser's. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + LoopbackPorts.HOST + ":" + port + "/" + database + "?connectTimeout=5",
                SUPERUSER,
                password);
    }

    private void initialiseOnce() throws IOException {
        if (Files.exists(folder.resolve("PG_VERSION"))) {
            return;
        }
        Files.createDirectories(folder);
        Path passwordFile = Files.writeString(folder.resolveSibling("pw"), password);
        account.own(folder);
        account.own(passwordFile);
        Command.Outcome outcome = Command.run(
                command(
                        "initdb",
                        "--pgdata=" + folder,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C"),
                PATIENCE);
        Files.delete(passwordFile);
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome.output());
        }
    }

    private void launch() throws IOException {
        List<String> command = command("postgres", "-D", folder.toString(), "-p", String.valueOf(port));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(programs.path(program));
        command.addAll(List.of(arguments));
        return command;
    }

    private boolean answers() {
        try (Connection connection = connect(SUPERUSER)) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) {
            stop();
            if (process.isAlive()) {
                kill();
            }
        }
    }
}
