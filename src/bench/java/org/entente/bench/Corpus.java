package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entente.stix.StixBody;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;

/** The bundles of the shared corpus that are measured. */
final class Corpus {
    private static final Path BUNDLES = Path.of("..", "shared", "corpus", "bundles");

    private Corpus() {}

    /** The bundles of one set, or of both. */
    static List<byte[]> bundles(String set) {
        Stream<String> folders = set.equals("both") ? Stream.of("attack", "mvt") : Stream.of(set);
        return folders.flatMap(Corpus::folder).toList();
    }

    private static Stream<byte[]> folder(String name) {
        try (Stream<Path> files = Files.walk(BUNDLES.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".json") || file.toString().endsWith(".stix2"))
                    .sorted()
                    .map(Corpus::read)
                    .toList()
                    .stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static long bytes(String set) {
        return bundles(set).stream().mapToLong(bundle -> bundle.length).sum();
    }

    static long objects(String set) {
        StixReader reader = new StixReader(StixLimits.defaults());
        return bundles(set).stream()
                .map(reader::readBundle)
                .mapToLong(body -> ((StixBody.Read) body).candidates().size())
                .sum();
    }
}
