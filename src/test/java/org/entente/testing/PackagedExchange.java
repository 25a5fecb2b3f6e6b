package org.entente.testing;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.standalone.AccessFile;

/**
 * The packaged exchange as a process of its own, in the profile {@code standalone} and on free ports: what a user runs, to be
 * stopped, killed and started again on the same data.
 *
 * <p>Not thread-safe. Close it: whatever state the test left it in, no process stays behind.
 */
public final class PackagedExchange implements AutoCloseable {
    /** Generous, for machines that do much else at the time; the usual is some seconds. */
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    /** Two exchanges may be pointed at one folder; each has its own output. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Path dataDir;
    private final Path output;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;
    private boolean refused;

    private PackagedExchange(Path dataDir) {
        this.dataDir = dataDir.toAbsolutePath();
        this.output = this.dataDir.resolveSibling(dataDir.getFileName() + "-" + STARTED.incrementAndGet() + ".out");
    }

    /** An exchange that is to keep its data there; not started yet. */
    public static PackagedExchange in(Path dataDir) {
        return new PackagedExchange(dataDir);
    }

    /** Sets an environment variable for the next start. */
    public PackagedExchange with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts it and returns when it is ready. */
    public PackagedExchange start() {
        forgetEarlierStart();
        launch();
        Awaitility.await("the packaged exchange is ready")
                .atMost(READY_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new AssertionError("The packaged exchange ended instead of becoming ready:\n" + output());
        }
        return this;
    }

    /** Starts it where it is expected to refuse, and returns its exit code. */
    public int startExpectingRefusal() throws InterruptedException {
        launch();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The packaged exchange neither refused nor ended:\n" + output());
        }
        refused = true;
        return process.exitValue();
    }

    /** Ends it in an orderly way, as systemd or Ctrl-C would. */
    public PackagedExchange stop() {
        process.destroy();
        awaitEnd();
        return this;
    }

    /** Ends it at once, as {@code kill -9}, the out-of-memory killer or a power cut of this process would. */
    public PackagedExchange kill() {
        process.destroyForcibly();
        awaitEnd();
        return this;
    }

    /** Where it listens and who may call it, as it wrote it down at its last start. */
    public AccessDocument access() throws IOException {
        return AccessFile.read(dataDir).orElseThrow();
    }

    /** How it reaches its own database and broker, for tests that look past it. */
    public Map<String, String> services() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(dataDir.resolve("running.properties"))) {
            properties.load(reader);
        }
        Map<String, String> services = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> services.put(name, properties.getProperty(name)));
        return services;
    }

    /** The number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Everything it said since its last start. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() throws IOException {
        if (process == null || refused) {
            return;
        }
        if (process.isAlive()) {
            stop();
        }
        stopOrphanedPostgres();
        // Whatever the test was about, and whatever went wrong on its way.
        String printed = output();
        AccessFile.read(dataDir).ifPresent(access -> PrintedSecrets.assertNoneIn(printed, access));
    }

    private void launch() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("It runs already");
        }
        String jar = System.getProperty("entente.test.jar", "target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(Path.of(jar))) {
            throw new AssertionError(jar + " is missing: mvn package makes it");
        }
        try {
            Files.createDirectories(output.getParent());
            Path home = Path.of(System.getProperty("entente.test.java.home", System.getProperty("java.home")));
            String java = home.resolve("bin").resolve("java").toString();
            ProcessBuilder builder = new ProcessBuilder(List.of(java, "-Dquarkus.profile=standalone", "-jar", jar));
            builder.environment().put("ENTENTE_DATA_DIR", dataDir.toString());
            builder.environment().put("ENTENTE_KAFKA_PORT", "0");
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().put("QUARKUS_HTTP_SSL_PORT", "0");
            // At its stop all of it is waited for, whether a request is under way or not (application.properties).
            builder.environment().put("QUARKUS_SHUTDOWN_TIMEOUT", "500ms");
            builder.environment().putAll(environment);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("The packaged exchange could not be started", e);
        }
    }

    private void forgetEarlierStart() {
        try {
            Files.deleteIfExists(dataDir.resolve(AccessFile.NAME));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!Files.exists(dataDir.resolve(AccessFile.NAME))) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(access().http() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private void awaitEnd() {
        try {
            if (process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new AssertionError("The packaged exchange did not end within " + STOP_TIMEOUT + ":\n" + output());
    }

    private void stopOrphanedPostgres() throws IOException {
        Path pidFile = dataDir.resolve("postgres").resolve("data").resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle.of(pid)
                .filter(server -> server.info().commandLine().orElse("").contains(dataDir.toString()))
                .ifPresent(server -> {
                    server.destroy();
                    Awaitility.await("the orphaned PostgreSQL ends")
                            .atMost(STOP_TIMEOUT)
                            .until(() -> !server.isAlive());
                });
    }
}
