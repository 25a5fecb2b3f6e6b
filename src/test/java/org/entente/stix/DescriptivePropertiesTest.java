package org.entente.stix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptivePropertiesTest {
    private final StixReader reader = new StixReader(StixLimits.defaults());

    @ParameterizedTest
    @ValueSource(strings = {"oasis-examples", "mvt", "misp-stix"})
    void objectWithoutThemIsStillValidAndStillTheSame(String folder) throws IOException {
        // Given
        List<String> broken = new ArrayList<>();
        Set<String> met = new TreeSet<>();

        // When
        for (Path file : Corpus.bundles(folder)) {
            for (JsonNode object : Corpus.MAPPER.readTree(Corpus.bytes(file)).path("objects")) {
                check(object, met, broken);
            }
        }

        // Then
        assertThat(met).isNotEmpty();
        assertThat(broken).isEmpty();
    }

    private void check(JsonNode object, Set<String> met, List<String> broken) throws IOException {
        if (!isValid(object)) {
            return;
        }
        ObjectNode view = object.deepCopy();
        // Selectors into what is removed are the renderer's business.
        view.remove("granular_markings");
        DescriptiveProperties.NAMES.stream().filter(view::has).forEach(met::add);
        view.remove(DescriptiveProperties.NAMES);
        if (!isValid(view) || !idOf(view).equals(idOf(object))) {
            broken.add(view.toString());
        }
    }

    private boolean isValid(JsonNode object) throws IOException {
        return reader.readObject(Corpus.MAPPER.writeValueAsBytes(object)) instanceof Candidate.Valid;
    }

    private static Object idOf(JsonNode object) throws IOException {
        return DeterministicIds.of(Corpus.MAPPER.writeValueAsBytes(object));
    }

    @Test
    void noneIsAReferenceAnIdAVersionOrAMarking() {
        assertThat(DescriptiveProperties.NAMES)
                .doesNotContain(
                        "type",
                        "id",
                        "name",
                        "version",
                        "display_name",
                        "created",
                        "modified",
                        "revoked",
                        "created_by_ref",
                        "object_marking_refs",
                        "granular_markings",
                        "extensions",
                        "external_references");
    }
}
