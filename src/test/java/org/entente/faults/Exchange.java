package org.entente.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.entente.testing.CutLine;
import org.entente.testing.FreePorts;

/**
 * A packaged exchange in the profile {@code prod}, always at the same address, and its supervisor: whenever it ends without having
 * been told to, it is started again a second later, as systemd or Kubernetes would. Callers come over a line that a test may cut.
 * Thread safe. Close it: no process stays behind.
 */
final class Exchange implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);

    /** Long enough for what Quarkus waits for requests, and the relay for its transaction. */
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);

    CutLine callers;
    private final String name;
    private final Path output;
    private final Map<String, String> environment;
    private final List<String> options = new ArrayList<>(List.of("-Xmx320m"));
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Path jar = Path.of(System.getProperty("entente.test.jar", "target/quarkus-app/quarkus-run.jar"));
    private String scheme = "http";
    private Process process;
    private boolean wanted;
    private int restarts;
    private int supervisors;

    Exchange(String name, Path folder, Map<String, String> environment) throws IOException {
        this.name = name;
        this.output = folder.resolve(name + ".out");
        this.environment = new TreeMap<>(environment);
        this.port = FreePorts.take();
        this.environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        this.callers = new CutLine(port);
    }

    /** A further environment variable, from the next start on. */
    Exchange with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A further option of Java's, from the next start on. */
    Exchange withOption(String option) {
        options.add(option);
        return this;
    }

    /** Another build of the program, from the next start on. */
    Exchange of(Path otherJar) {
        jar = otherJar;
        return this;
    }

    /** Has callers come over TLS; the files may be replaced while it runs. */
    Exchange withCertificate(Path certificate, Path key) throws IOException {
        int secure = FreePorts.take();
        callers.close();
        callers = new CutLine(secure);
        scheme = "https";
        return with("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", certificate.toString())
                .with("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", key.toString())
                .with("QUARKUS_HTTP_SSL_PORT", String.valueOf(secure));
    }

    /** Where callers reach it. */
    URI address() {
        return URI.create(scheme + "://127.0.0.1:" + callers.port());
    }

    /** The same without TLS and past the line. */
    URI direct() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** How often the supervisor had to start it again. */
    synchronized int restarts() {
        return restarts;
    }

    /** Has it started, and kept running; returns at once. */
    synchronized void start() {
        wanted = true;
        launch();
        int mine = ++supervisors;
        Thread supervisor = new Thread(() -> supervise(mine), "supervisor of " + name);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    /** Until it says that it is ready. */
    void awaitReady() {
        Awaitility.await(name + " is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
    }

    boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(direct().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it at once; the supervisor starts it again. */
    void kill() {
        current().destroyForcibly();
    }

    /** Sends its process a signal by name. */
    void signal(String signal) throws IOException, InterruptedException {
        Process sent = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(current().pid()))
                .start();
        if (sent.waitFor() != 0) {
            throw new AssertionError(name + " could not be sent " + signal);
        }
    }

    /** Ends it in an orderly way and for good. */
    void stop() {
        Process ending;
        synchronized (this) {
            wanted = false;
            notifyAll();
            ending = process;
        }
        if (ending == null) {
            return;
        }
        ending.destroy();
        try {
            if (!ending.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly().waitFor();
                throw new AssertionError(name + " did not end in an orderly way");
            }
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    /** Everything it printed, over all its starts. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        callers.close();
    }

    private synchronized Process current() {
        return process;
    }

    private void launch() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        // As in the image.
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Dquarkus.profile=prod",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                jar.toAbsolutePath().toString()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void supervise(int mine) {
        try {
            do {
                current().waitFor();
            } while (restart(mine));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a moment, unless it is not wanted any more by then. */
    private synchronized boolean restart(int mine) throws InterruptedException {
        long at = System.nanoTime() + BEFORE_RESTART.toNanos();
        for (long left = at - System.nanoTime(); isWanted(mine) && left > 0; left = at - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (!isWanted(mine)) {
            return false;
        }
        restarts++;
        launch();
        return true;
    }

    private boolean isWanted(int mine) {
        return wanted && mine == supervisors;
    }
}
