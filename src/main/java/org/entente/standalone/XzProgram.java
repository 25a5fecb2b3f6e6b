package org.entente.standalone;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/**
 * What the machine's own {@code xz} makes of an archive, to be read to its end: only there is it known to be whole. It takes a quarter of
 * the time that the same in Java takes a process that has just started. Not thread-safe.
 */
final class XzProgram extends FilterInputStream {
    /** It has closed its output by then, and has nothing left to do. */
    private static final long END_SECONDS = 10;

    private final Process process;

    private XzProgram(Process process) {
        super(process.getInputStream());
        this.process = process;
    }

    /** The contents of the archive, by the program if it is there, else in Java; either fails with an {@link IOException} where it is damaged. */
    static InputStream decompressed(Path archive) throws IOException {
        return decompressed("xz", archive);
    }

    static InputStream decompressed(String program, Path archive) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(program, "--decompress", "--stdout")
                    .redirectInput(archive.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchProgram) {
            return new XZInputStream(new BufferedInputStream(Files.newInputStream(archive)));
        }
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
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("xz could not decompress the archive");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while xz ended", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        super.close();
    }
}
