package org.entente.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a data directory, held by one process at a time.
 *
 * <p>Without it a second exchange started on the same folder would take the first one's PostgreSQL for an orphan and stop it.
 * The operating system gives the lock up when the process ends, however it ends.
 */
final class DataDirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock at once or not at all.
     *
     * @throws StandaloneException if another process, or this one, already holds it
     */
    static DataDirectoryLock take(Path dataDir) throws IOException {
        FileChannel channel =
                FileChannel.open(dataDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataDirectoryLock(channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw inUse(dataDir);
        }
        channel.close();
        throw inUse(dataDir);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static StandaloneException inUse(Path dataDir) {
        return new StandaloneException("Another exchange is running on the data directory " + dataDir
                + ". Stop it, or set ENTENTE_DATA_DIR to another directory.");
    }
}
