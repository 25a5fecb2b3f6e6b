package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL of this machine's own, on a free port of 127.0.0.1.
 *
 * <p>Every commit is on disk before it is answered, connections need a password (SCRAM-SHA-256), and the exchange's account
 * owns its database without being a superuser. The server is its own process: when the exchange is killed, it lives on; the
 * next start on the same folder finds it by {@code postmaster.pid}, stops it in an orderly way and starts anew. The caller must
 * hold the {@link DataDirectoryLock}, otherwise that orphan could be another exchange's server. Not thread-safe.
 */
final class EmbeddedPostgres {
    static final String DATABASE = "entente";
    static final String USER = "entente";

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String SUPERUSER = "postgres";
    private static final int START_ATTEMPTS = 3;
    /** Recovery after a crash replays at most max_wal_size. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", LoopbackPorts.HOST),
            // No socket file: a path under the data directory may be longer than the 107 bytes a socket's name may
            // have.
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            // These binaries are built without lz4. After a checkpoint pglz takes as long as all the rest of an insert,
            // and of indexes whose keys come in no order it saves 6 %.
            Map.entry("wal_compression", "off"),
            Map.entry("max_wal_size", "1GB"),
            Map.entry("checkpoint_timeout", "15min"),
            // A million short statements of a few shapes: compiling them costs more than it gives.
            Map.entry("jit", "off"),
            Map.entry("log_min_messages", "warning"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("timezone", "UTC"));

    private final PostgresPrograms programs;
    private final PostgresAccount account;
    private final GeneratedSecrets secrets;
    private final Path data;
    private final Path serverLog;
    private final int port;

    private EmbeddedPostgres(
            PostgresPrograms programs, PostgresAccount account, GeneratedSecrets secrets, Path folder, int port) {
        this.programs = programs;
        this.account = account;
        this.secrets = secrets;
        this.data = folder.resolve("data");
        this.serverLog = folder.resolve("server.log");
        this.port = port;
    }

    /**
     * Starts the server, having made its data folder on first start and stopped an orphan of an earlier one.
     *
     * @throws StandaloneException if it does not come up; the message names the server's own log
     */
    static EmbeddedPostgres start(Path folder, GeneratedSecrets secrets) throws IOException {
        OwnerOnlyFiles.folder(folder);
        PostgresAccount account = PostgresAccount.current();
        account.letThrough(folder.resolveSibling("").toAbsolutePath());
        PostgresPrograms programs = PostgresPrograms.in(folder);
        for (int attempt = 1; ; attempt++) {
            EmbeddedPostgres postgres =
                    new EmbeddedPostgres(programs, account, secrets, folder, LoopbackPorts.free(1)[0]);
            postgres.initialiseOnce();
            postgres.stopOrphan();
            account.own(folder);
            if (postgres.launch()) {
                postgres.provideDatabase();
                LOG.infof("Embedded PostgreSQL started port=%d", postgres.port);
                return postgres;
            }
            if (attempt == START_ATTEMPTS) {
                throw new StandaloneException(
                        "The embedded PostgreSQL did not start. It says why in " + postgres.serverLog);
            }
        }
    }

    /** The address in the form the reactive driver takes; with {@code jdbc:} before it, the one JDBC takes. */
    String url() {
        return "postgresql://" + LoopbackPorts.HOST + ":" + port + "/" + DATABASE;
    }

    /** The password of {@link #USER}. */
    String password() throws IOException {
        return secrets.password("postgres-password");
    }

    /** Ends all sessions, writes everything down and stops the server; within a bound, then the hard way. */
    void stop() {
        try {
            if (!stop("fast")) {
                LOG.warn("Embedded PostgreSQL did not stop in time and is stopped without a checkpoint");
                stop("immediate");
            }
            LOG.info("Embedded PostgreSQL stopped");
        } catch (IOException | StandaloneException e) {
            LOG.error("Embedded PostgreSQL could not be stopped; the next start stops it", e);
        }
    }

    private void initialiseOnce() throws IOException {
        // The last file initdb leaves; a folder without it is what a killed first start left behind, and holds nothing
        // yet.
        if (Files.exists(data.resolve("initialised"))) {
            return;
        }
        PostgresPrograms.delete(data);
        OwnerOnlyFiles.folder(data);
        Path passwordFile = Files.copy(secrets.passwordFile("postgres-superuser-password"), data.resolveSibling("pw"));
        try {
            account.own(data.getParent() == null ? data : data.getParent());
            // The locale built into PostgreSQL: sorts the same on every machine, whatever the C library knows.
            Command.Outcome outcome = run(
                    START_TIMEOUT,
                    "initdb",
                    "--pgdata=" + data,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
            if (!outcome.succeeded()) {
                throw new StandaloneException("The embedded PostgreSQL could not be set up: "
                        + outcome.output().strip());
            }
        } finally {
            Files.delete(passwordFile);
        }
        Files.createFile(data.resolve("initialised"));
    }

    private void stopOrphan() throws IOException {
        Optional<Long> pid = recordedPid();
        if (pid.isEmpty()) {
            return;
        }
        if (!isOurServer(pid.get())) {
            // Left over from before a reboot: the number is another program's now, which must not be sent a signal.
            Files.delete(data.resolve("postmaster.pid"));
            return;
        }
        LOG.infof("Stopping the embedded PostgreSQL that a killed exchange left running pid=%d", pid.get());
        if (!stop("fast") && !stop("immediate")) {
            throw new StandaloneException("An embedded PostgreSQL is left running on " + data + " (process " + pid.get()
                    + ") and does not stop. Stop it and start again.");
        }
    }

    private Optional<Long> recordedPid() throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.get(0).strip()));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        }
    }

    private boolean isOurServer(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                .isPresent();
    }

    private boolean launch() throws IOException {
        StringBuilder options = new StringBuilder("-p " + port);
        SETTINGS.forEach((name, value) ->
                options.append(" -c ").append(name).append("='").append(value).append('\''));
        Files.deleteIfExists(serverLog);
        Files.createFile(serverLog);
        account.own(data.resolveSibling(serverLog.getFileName()));
        // pg_ctl gives the server a session of its own: Ctrl-C in the terminal must reach the exchange first.
        return run(
                        START_TIMEOUT.plusSeconds(5),
                        "pg_ctl",
                        "start",
                        "--wait",
                        "--timeout=" + START_TIMEOUT.toSeconds(),
                        "--pgdata=" + data,
                        "--log=" + serverLog,
                        "--options=" + options)
                .succeeded();
    }

    private boolean stop(String mode) throws IOException {
        return run(
                        STOP_TIMEOUT.plusSeconds(5),
                        "pg_ctl",
                        "stop",
                        "--wait",
                        "--timeout=" + STOP_TIMEOUT.toSeconds(),
                        "--mode=" + mode,
                        "--pgdata=" + data)
                .succeeded();
    }

    private Command.Outcome run(Duration timeout, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(programs.path(program));
        command.addAll(List.of(arguments));
        return Command.run(command, timeout);
    }

    private void provideDatabase() throws IOException {
        PGSimpleDataSource superuser = new PGSimpleDataSource();
        superuser.setServerNames(new String[] {LoopbackPorts.HOST});
        superuser.setPortNumbers(new int[] {port});
        superuser.setDatabaseName("postgres");
        superuser.setUser(SUPERUSER);
        superuser.setPassword(secrets.password("postgres-superuser-password"));
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            // The password is base64url behind a fixed word, so it holds no quote.
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
                statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + password() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
            }
        } catch (SQLException e) {
            stop();
            throw new StandaloneException("The embedded PostgreSQL started but its database could not be made.", e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next();
        }
    }
}
