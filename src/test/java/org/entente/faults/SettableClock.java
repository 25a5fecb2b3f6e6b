package org.entente.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The time of day as those programs see it that are started with its environment. A test may set it while they run, as somebody who
 * sets a machine's clock does: what durations are measured by goes on. Linux alone, and where there is a C compiler.
 */
final class SettableClock {

    private static final Path SOURCE = Path.of("src", "test", "c", "shifted-clock.c");

    private final Path library;
    private final Path file;

    /** A right one. */
    SettableClock(Path library, Path file) throws IOException {
        this.library = library;
        this.file = file;
        Files.write(file, content(Duration.ZERO));
    }

    /** What programs are to load; empty where it cannot be compiled. */
    static Optional<Path> library(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path made = folder.resolve("shifted-clock.so");
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O2", "-o", made.toString(), SOURCE.toString(), "-ldl")
                    .inheritIO()
                    .start();
            return compiler.waitFor() == 0 ? Optional.of(made) : Optional.empty();
        } catch (IOException noCompiler) {
            return Optional.empty();
        }
    }

    /** For the programs that are to see it. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "SHIFTED_CLOCK_FILE", file.toString());
    }

    /** From now on it differs by so much from the machine's. */
    void shift(Duration by) throws IOException {
        // In place: who has the file mapped must never find it empty.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content(by)), 0);
        }
    }

    private static byte[] content(Duration shift) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(shift.toSeconds())
                .array();
    }
}
