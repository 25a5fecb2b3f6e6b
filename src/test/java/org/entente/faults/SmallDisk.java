package org.entente.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few mebibytes that can be filled to the last byte. Root alone may mount one. */
final class SmallDisk implements AutoCloseable {

    final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether one can be had here. */
    static boolean isPossible(Path where) {
        try {
            of(where.resolve("tried"), 1).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    static SmallDisk of(Path folder, int mebibytes) throws IOException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    /** Takes all the room there is; again where some was given back. */
    void fill() throws IOException {
        byte[] block = new byte[64 * 1024];
        Path filler = folder.resolve("filler-" + System.nanoTime());
        for (int size = block.length; size >= 512; size /= 2) {
            try (OutputStream out = Files.newOutputStream(
                    filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(block, 0, size);
                }
            } catch (IOException full) {
                Thread.onSpinWait();
            }
        }
    }

    /** Gives it back. */
    void free() throws IOException {
        try (var fillers = Files.newDirectoryStream(folder, "filler-*")) {
            for (Path filler : fillers) {
                Files.delete(filler);
            }
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " was refused");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
