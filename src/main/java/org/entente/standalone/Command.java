package org.entente.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end, within a bound of time. */
final class Command {
    private Command() {}

    /**
     * Runs the program with empty input.
     *
     * <p>Its output goes to a file rather than a pipe: a server that it leaves behind would keep the pipe open.
     *
     * @throws StandaloneException if the program takes longer than the bound; it is then ended
     */
    static Outcome run(List<String> command, Duration timeout) throws IOException {
        Path output = Files.createTempFile("entente-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new StandaloneException(
                        command.get(0) + " did not end within " + timeout.toSeconds() + " seconds.");
            }
            return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while " + command.get(0) + " ran.", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** How a program ended and what it said. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }
}
