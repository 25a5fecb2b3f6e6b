package org.entente.standalone;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL for this operating system and processor, unpacked once from the zonky archive.
 *
 * <p>zonky's own launcher is not used: it is made for tests, trusts every local connection and switches {@code fsync} off.
 */
final class PostgresPrograms {
    private static final String FOLDER_PREFIX = "programs-";
    /** Nobody links against these servers. */
    private static final String STATIC_LIBRARY = ".a";

    private final Path folder;

    private PostgresPrograms(Path folder) {
        this.folder = folder;
    }

    /** Finds the unpacked programs under the parent, or unpacks them; another version's are removed. */
    static PostgresPrograms in(Path parent) throws IOException {
        byte[] archive = archive();
        Path folder = parent.resolve(FOLDER_PREFIX + digest(archive));
        if (!Files.isDirectory(folder)) {
            removeOthers(parent);
            Path beside = parent.resolve(FOLDER_PREFIX + "new");
            unpack(archive, beside);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresPrograms(folder);
    }

    /** The full path of one program. */
    String path(String program) {
        return folder.resolve("bin").resolve(program).toString();
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name", "");
        String kind = system.startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch", "");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                kind, machine.equals("amd64") ? "x86_64" : machine)) {
            if (archive != null) {
                return archive.readAllBytes();
            }
        } catch (IllegalStateException unknownMachine) {
            throw noPrograms(system, machine, unknownMachine);
        }
        throw noPrograms(system, machine, null);
    }

    private static StandaloneException noPrograms(String system, String machine, @Nullable Exception cause) {
        return new StandaloneException(
                "There is no embedded PostgreSQL for " + system + " on " + machine
                        + ". Run with an external one: see QUARKUS_DATASOURCE_REACTIVE_URL.",
                cause);
    }

    /** Tells one version from another, which is all it is for: a cryptographic digest would take a good part of a start. */
    private static String digest(byte[] archive) {
        CRC32 checksum = new CRC32();
        checksum.update(archive);
        return "%x-%08x".formatted(archive.length, checksum.getValue());
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        unpack(archive, target, XzProgram.COMMAND);
    }

    /** @param xz a command that decompresses its input; where it cannot, Java does, which takes longer */
    static void unpack(byte[] archive, Path target, List<String> xz) throws IOException {
        Path compressed = Files.write(target.resolveSibling(FOLDER_PREFIX + "archive"), archive);
        try (InputStream contents = XzProgram.decompressing(xz, compressed, XzProgram.PATIENCE)) {
            unpack(contents, target);
        } catch (IOException noneOrFailed) {
            // Where it is for another reason than the program, that is met again, and said.
            try (InputStream contents = new XZInputStream(new ByteArrayInputStream(archive))) {
                unpack(contents, target);
            }
        } finally {
            Files.delete(compressed);
        }
    }

    private static void unpack(InputStream contents, Path target) throws IOException {
        delete(target);
        Files.createDirectories(target);
        // Not closed: whoever opened the contents does that.
        TarArchiveInputStream entries = new TarArchiveInputStream(new BufferedInputStream(contents, 1 << 16));
        TarArchiveEntry entry = entries.getNextEntry();
        if (entry == null) {
            throw new IOException("There is nothing in the archive of PostgreSQL's programs");
        }
        for (; entry != null; entry = entries.getNextEntry()) {
            unpack(entries, entry, target);
        }
        // Behind the last entry there is padding, and the check of the whole.
        contents.transferTo(OutputStream.nullOutputStream());
    }

    private static void unpack(TarArchiveInputStream content, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("An archive entry lies outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent == null || entry.getName().endsWith(STATIC_LIBRARY)) {
            return;
        }
        Files.createDirectories(parent);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(target.resolve(entry.getLinkName()).normalize(), path);
        } else {
            Files.copy(content, path);
            boolean runs = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void removeOthers(Path parent) throws IOException {
        List<Path> others;
        try (Stream<Path> children = Files.list(parent)) {
            others = children.filter(child -> child.getFileName().toString().startsWith(FOLDER_PREFIX))
                    .toList();
        }
        for (Path other : others) {
            delete(other);
        }
    }

    /** Removes a folder and all in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
