package org.entente.csaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The CSAF validator of others, {@code @secvisogram/csaf-validator-lib}. To have it: copy {@code src/test/csaf-validator} to
 * {@code target/csaf-validator} and run {@code npm install} there. Without it tests that ask it are skipped, unless {@code
 * CI=true}.
 */
final class ForeignValidator {

    private static final Path HOME = Path.of("target", "csaf-validator");
    private static final long SECONDS = 120;

    private ForeignValidator() {}

    /** The tests that each document fails, by its name. */
    static Map<String, List<String>> verdicts(Map<String, byte[]> documents) {
        boolean installed = Files.isDirectory(HOME.resolve("node_modules"));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("the validator is installed in " + HOME).isTrue();
        }
        Assumptions.assumeTrue(installed, "the validator of others is not installed in " + HOME);
        try {
            Path folder = Files.createTempDirectory("csaf-documents");
            for (Map.Entry<String, byte[]> document : documents.entrySet()) {
                Files.write(folder.resolve(document.getKey() + ".json"), document.getValue());
            }
            return run(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Map<String, List<String>> run(Path folder) throws IOException {
        Path answer = Files.createTempFile("csaf-verdicts", ".json");
        Process process = new ProcessBuilder(
                        "node", "validate.js", folder.toAbsolutePath().toString())
                .directory(HOME.toFile())
                .redirectOutput(answer.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).isZero();
        return new ObjectMapper().readValue(answer.toFile(), new TypeReference<>() {});
    }
}
