package org.entente.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.standalone.Standalone;

/**
 * One PostgreSQL and one Kafka broker for all integration tests of a run, with SASL and ACLs on as in standalone.
 *
 * <p>Started by the first {@code @QuarkusTest}, empty, in a folder of its JVM below {@code target}; stopped when the JVM ends.
 * Tests share them, so each names its partners, communities and topics apart from the others'.
 */
public final class EmbeddedServices implements QuarkusTestResourceLifecycleManager {
    /** Integration tests run in two JVMs at once, each with services of its own. */
    static final Path DATA = Path.of("target", "it-data-" + System.getProperty("entente.test.fork", "fork-1"));

    private static final String STARTED = "entente.testing.started";

    /** The configuration by which the services are reached, also for tests that look past the exchange. */
    public static synchronized Map<String, String> configuration() {
        if (System.getProperty(STARTED) == null) {
            deleteData();
            Standalone.start(DATA, 0);
            Runtime.getRuntime().addShutdownHook(new Thread(Standalone::stop, "entente-testing-stop"));
            System.setProperty(STARTED, "true");
            // No test ends this PostgreSQL the hard way, and some disks take milliseconds for a commit.
            OwnDatabase.administer("postgres", "ALTER ROLE ALL SET synchronous_commit = off");
        }
        return Standalone.start(DATA, 0);
    }

    @Override
    public Map<String, String> start() {
        return configuration();
    }

    @Override
    public void stop() {
        // The services outlive the application: a test with another profile restarts it on the same data.
    }

    private static void deleteData() {
        if (!Files.exists(DATA)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(DATA)) {
            // The unpacked programs are kept: they are the same every time.
            List<Path> deepestFirst = paths.filter(path -> !path.toString().contains("programs-"))
                    .filter(path -> !path.equals(DATA) && !path.equals(DATA.resolve("postgres")))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
