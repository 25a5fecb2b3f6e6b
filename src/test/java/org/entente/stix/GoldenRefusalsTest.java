package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is refused of real bundles, as golden files checked by hand against the standard. A line is the bundle, the place of the object
 * in it, its id and, for each error, pointer and rule. Nothing of the content is kept.
 */
class GoldenRefusalsTest {
    private final StixReader reader = new StixReader(StixLimits.defaults());

    @ParameterizedTest
    @ValueSource(strings = {"mvt", "attack", "misp-stix"})
    void exactlyTheKnownObjectsAreRefused(String folder) throws IOException {
        // Given
        List<Path> bundles = Corpus.bundles(folder);

        // When
        List<String> refused = new ArrayList<>();
        for (Path bundle : bundles) {
            StixBody.Read body = (StixBody.Read) reader.readBundle(Corpus.bytes(bundle));
            assertThat(body.findings()).as(bundle.toString()).isEmpty();
            for (Candidate candidate : body.candidates()) {
                if (candidate instanceof Candidate.Invalid invalid) {
                    refused.add(line(bundle, invalid));
                }
            }
        }

        // Then
        assertThat(refused).isEqualTo(golden(folder));
    }

    private static String line(Path bundle, Candidate.Invalid invalid) {
        String errors = invalid.findings().stream()
                .filter(Finding::isError)
                .map(finding -> finding.pointer() + " " + finding.rule() + " " + finding.section())
                .collect(Collectors.joining(", "));
        return bundle.getFileName() + " #" + invalid.index() + " "
                + invalid.id().orElse("?") + ": " + errors;
    }

    private static List<String> golden(String folder) throws IOException {
        try (InputStream in = GoldenRefusalsTest.class.getResourceAsStream("/golden/refused-" + folder + ".txt")) {
            assertThat(in).as("golden file of " + folder).isNotNull();
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
    }
}
