package org.entente.interference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.entente.testing.PackagedExchange;

/** Two packaged exchanges with the same secrets, partners and collections: the second is a copy of the first's data. */
final class Twins implements AutoCloseable {

    private final PackagedExchange one;
    private final PackagedExchange other;

    private Twins(PackagedExchange one, PackagedExchange other) {
        this.one = one;
        this.other = other;
    }

    /** What is done before the two part. */
    @FunctionalInterface
    interface Founding {
        void found(Twin exchange) throws Exception;
    }

    /** Starts one, lets it be set up, copies it and starts both. */
    static Twins in(Path folder, Founding founding) throws Exception {
        PackagedExchange one = exchange(folder.resolve("one"));
        PackagedExchange other = exchange(folder.resolve("other"));
        Twins twins = new Twins(one, other);
        try {
            one.start();
            founding.found(new Twin(one));
            one.stop();
            copy(folder.resolve("one"), folder.resolve("other"));
            one.start();
            other.start();
            return twins;
        } catch (Exception | AssertionError failed) {
            twins.close();
            throw failed;
        }
    }

    /** Heartbeats tell that a stream is quiet; often, so that it is soon known. The address stands in CSAF, alike for both. */
    private static PackagedExchange exchange(Path folder) {
        return PackagedExchange.in(folder)
                .with("ENTENTE_DEMO", "true")
                .with("ENTENTE_FEED_HEARTBEAT_INTERVAL", "500ms")
                .with("ENTENTE_RETENTION_LOOK", "1s")
                .with("ENTENTE_RETENTION_SETTLING", "2s")
                .with("ENTENTE_CSAF_BASE_URL", "https://exchange.example");
    }

    /** The database's files must keep their owner and mode. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Process copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        if (!copying.waitFor(1, TimeUnit.MINUTES) || copying.exitValue() != 0) {
            throw new IOException("The data could not be copied");
        }
    }

    Twin one() throws IOException {
        return new Twin(one);
    }

    Twin other() throws IOException {
        return new Twin(other);
    }

    @Override
    public void close() throws IOException {
        try (PackagedExchange first = one;
                PackagedExchange second = other) {
            // Both are ended, whatever the other's end brought.
        }
    }
}
