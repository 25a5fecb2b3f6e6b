package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * PostgreSQL and Kafka as standalone starts them, in a process of their own, so that what the exchange itself takes can be told.
 * Close it: neither stays behind, and neither outlives whoever started it.
 */
public final class ServicesApart implements AutoCloseable {

    private final Path dataDir;
    private final Process process;

    private ServicesApart(Path dataDir, Process process) {
        this.dataDir = dataDir;
        this.process = process;
    }

    /** What the process runs: until its input ends. */
    public static void main(String... arguments) throws IOException {
        Standalone.start(Path.of(arguments[0]), 0);
        int end = System.in.read();
        Standalone.stop();
        Runtime.getRuntime().halt(end < 0 ? 0 : 1);
    }

    /** Starts both on an empty folder. */
    public static ServicesApart start(Path dataDir) throws IOException {
        Path output = dataDir.resolveSibling(dataDir.getFileName() + "-services.out");
        Files.createDirectories(output.getParent());
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServicesApart.class.getName(),
                        dataDir.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ServicesApart services = new ServicesApart(dataDir, process);
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .until(() -> !process.isAlive() || Files.exists(dataDir.resolve("running.properties")));
        if (!process.isAlive()) {
            throw new IllegalStateException("The services did not start: " + Files.readString(output));
        }
        return services;
    }

    /** How they are reached, as standalone tells the exchange. */
    public Map<String, String> configuration() throws IOException {
        return RunningFile.read(dataDir.resolve("running.properties"));
    }

    /** Of the process that is Kafka. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
