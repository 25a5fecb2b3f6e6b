package org.entente.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class XzProgramTest {
    private static final String ABSENT = "no-such-program-of-entente";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"xz", ABSENT})
    void archiveIsWhatWasPutIntoItWithTheProgramAndWithout(String program) throws Exception {
        assumeRuns(program);
        byte[] contents = contents();

        assertThat(read(program, compressed(contents))).isEqualTo(contents);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xz", ABSENT})
    void archiveThatBreaksOffOrIsDamagedIsNotTakenForWhole(String program) throws Exception {
        assumeRuns(program);
        byte[] archive = compressed(contents());
        byte[] shorter = Arrays.copyOf(archive, archive.length / 2);
        byte[] damaged = archive.clone();
        damaged[archive.length / 2] ^= 1;

        assertThatThrownBy(() -> read(program, shorter)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(program, damaged)).isInstanceOf(IOException.class);
    }

    private static void assumeRuns(String program) {
        assumeThat(program.equals(ABSENT) || runs(program))
                .as("no program %s on this machine", program)
                .isTrue();
    }

    private static boolean runs(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
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

    private byte[] read(String program, byte[] archive) throws IOException {
        Path file = Files.write(folder.resolve("archive.xz"), archive);
        try (InputStream contents = XzProgram.decompressed(program, file)) {
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

    private byte[] compressed(byte[] contents) throws IOException {
        Path file = folder.resolve("made.xz");
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
            out.write(contents);
        }
        return Files.readAllBytes(file);
    }
}
