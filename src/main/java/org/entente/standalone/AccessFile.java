package org.entente.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code access.json} in the data directory: mode 0600, whole or not there.
 *
 * <p>It is laid out one key a line, so that a shell without a JSON tool can take a value out of it.
 */
public final class AccessFile {
    /** Its name in the data directory. */
    public static final String NAME = "access.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AccessFile() {}

    /** Replaces the file in one step; readers see the old one or the new one. */
    public static Path write(Path dataDir, AccessDocument document) throws IOException {
        Path file = dataDir.resolve(NAME);
        OwnerOnlyFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        return file;
    }

    /** What was written last, or nothing if there is no such file. */
    public static Optional<AccessDocument> read(Path dataDir) throws IOException {
        Path file = dataDir.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(JSON.readValue(file.toFile(), AccessDocument.class));
    }

    /** Takes a file of an earlier run away, whose ports and tokens no longer hold. */
    static void remove(Path dataDir) throws IOException {
        Files.deleteIfExists(dataDir.resolve(NAME));
    }
}
