package org.entente.stix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The shared corpus, which lies beside a checkout; tests that need it are skipped where it is absent. */
public final class Corpus {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Path ROOT = Path.of("..", "shared", "corpus");

    private Corpus() {}

    public static Path path(String name) {
        Path path = ROOT.resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "the shared corpus is not there: " + name);
        return path;
    }

    public static JsonNode json(String name) {
        try {
            return MAPPER.readTree(Files.readAllBytes(path(name)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static List<JsonNode> lines(String name) {
        try {
            List<JsonNode> nodes = new ArrayList<>();
            for (String line : Files.readAllLines(path(name))) {
                nodes.add(MAPPER.readTree(line));
            }
            return nodes;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The bundles of a folder, by name. */
    static List<Path> bundles(String folder) {
        try (Stream<Path> files = Files.walk(path("bundles/" + folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".stix2"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
