package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class XzProgramTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Nested
    class WhereThereIsOne {
        @BeforeAll
        static void isThere() {
            assumeThat(run("xz", "--version")).as("no xz on this machine").isTrue();
        }

        @Test
        void archiveIsWhatWasPutIntoIt() throws Exception {
            byte[] contents = contents();

            assertThat(read(XzProgram.COMMAND, compressed(contents), LONG)).isEqualTo(contents);
        }

        @Test
        void archiveThatBreaksOffOrIsDamagedIsNotTakenForWhole() throws Exception {
            byte[] archive = compressed(contents());
            byte[] shorter = Arrays.copyOf(archive, archive.length / 2);
            byte[] damaged = archive.clone();
            damaged[archive.length / 2] ^= 1;

            assertThatThrownBy(() -> read(XzProgram.COMMAND, shorter, LONG)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(XzProgram.COMMAND, damaged, LONG)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void programThatHangsIsEnded() throws Exception {
        byte[] archive = compressed(contents());

        assertThatThrownBy(() -> read(List.of("sleep", "600"), archive, Duration.ofMillis(100)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("xz ended with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true", "no-such-program-of-entente"})
    void programsAreUnpackedAllTheSameWhereItFailsOrIsNotThere(String program) throws Exception {
        byte[] archive = compressed(tar("bin/postgres", contents()));
        Path target = folder.resolve("programs-new");

        PostgresPrograms.unpack(archive, target, List.of(program));

        assertThat(target.resolve("bin/postgres")).isExecutable().hasBinaryContent(contents());
        assertThat(folder).isDirectoryNotContaining("glob:**/programs-archive");
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] read(List<String> command, byte[] archive, Duration patience) throws IOException {
        Path file = Files.write(folder.resolve("archive.xz"), archive);
        try (InputStream contents = XzProgram.decompressing(command, file, patience)) {
            return contents.readAllBytes();
        }
    }

    /** More than a pipe holds; half of it random, so that the archive is large as well. */
    private static byte[] contents() {
        byte[] contents = new byte[400_000];
        new Random(7).nextBytes(contents);
        Arrays.fill(contents, 0, 200_000, (byte) 'a');
        return contents;
    }

    private static byte[] tar(String name, byte[] contents) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(all)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setMode(0755);
            entry.setSize(contents.length);
            tar.putArchiveEntry(entry);
            tar.write(contents);
            tar.closeArchiveEntry();
        }
        return all.toByteArray();
    }

    private byte[] compressed(byte[] contents) throws IOException {
        Path file = folder.resolve("made.xz");
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
            out.write(contents);
        }
        return Files.readAllBytes(file);
    }
}
