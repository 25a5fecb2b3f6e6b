package org.entente.standalone;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What the machine's own {@code xz} makes of an archive, to be read to its end: only there is it known to be whole. It takes a quarter of
 * the time that the same in Java takes a process that has just started. Not thread-safe.
 */
final class XzProgram extends FilterInputStream {
    /** As every program of that name knows them. */
    static final List<String> COMMAND = List.of("xz", "-dc");

    /** A second or two, unless the machine has much else to do. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;

    private XzProgram(Process process) {
        super(process.getInputStream());
        this.process = process;
    }

    /**
     * The contents of the archive.
     *
     * @param patience after which the program is ended, and its output breaks off
     * @throws IOException if there is no such program; reading throws it where the program fails
     */
    static InputStream decompressing(List<String> command, Path archive, Duration patience) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(archive.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // They may bound its memory, say, to less than it needs.
        builder.environment().keySet().removeAll(List.of("XZ_DEFAULTS", "XZ_OPT"));
        Process process = builder.start();
        process.onExit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((ended, late) -> {
            if (late != null) {
                process.destroyForcibly();
            }
        });
        return new XzProgram(process);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one < 0) {
            end();
        }
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count < 0) {
            end();
        }
        return count;
    }

    private void end() throws IOException {
        try {
            int code = process.onExit().get().exitValue();
            if (code != 0) {
                throw new IOException("xz ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while xz ended", e);
        } catch (ExecutionException e) {
            throw new IOException("Nobody knows how xz ended", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        super.close();
    }
}
