package org.entente.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entente.stix.StixId;

/**
 * What the bytes of one object say, read from the very bytes a caller gets. Pure.
 *
 * @param type STIX type
 * @param name empty where it has none
 * @param revoked whether it was taken back by its creator
 * @param sectors that it states itself
 * @param terms what it is found by
 * @param references to other objects, by the property they stand in; markings left out
 * @param tie what a relationship ties
 */
record Content(
        String type,
        String name,
        boolean revoked,
        Set<String> sectors,
        Set<String> terms,
        List<Reference> references,
        Optional<Tie> tie) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_CHARACTERS_MAX = 300;
    private static final int REFERENCES_MAX = 2_000;
    private static final Set<String> NO_REFERENCES = Set.of("object_marking_refs", "granular_markings");

    /** A property that names another object. */
    record Reference(String property, StixId target) {}

    /** A relationship. */
    record Tie(String type, StixId source, StixId target) {}

    Content {
        sectors = Set.copyOf(sectors);
        terms = Set.copyOf(terms);
        references = List.copyOf(references);
    }

    /** Never throws: what is no object says nothing. */
    static Content of(byte[] bytes) {
        JsonNode object = tree(bytes);
        Set<String> sectors = new TreeSet<>();
        object.path("sectors").forEach(sector -> sectors.add(sector.asText()));
        return new Content(
                object.path("type").asText(),
                name(object),
                object.path("revoked").asBoolean(),
                sectors,
                Terms.of(object),
                references(object),
                tie(object));
    }

    /** What it is found by, of all it says. Never throws. */
    static Set<String> terms(byte[] bytes) {
        return Terms.of(tree(bytes));
    }

    /** Cyber-observables are called by their value. */
    private static String name(JsonNode object) {
        String name = object.path("name").asText(object.path("value").asText());
        return name.length() > NAME_CHARACTERS_MAX ? name.substring(0, NAME_CHARACTERS_MAX) : name;
    }

    private static List<Reference> references(JsonNode object) {
        List<Reference> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            if (NO_REFERENCES.contains(name) || found.size() >= REFERENCES_MAX) {
                continue;
            }
            if (name.endsWith("_ref")) {
                reference(found, name, property.getValue());
            } else if (name.endsWith("_refs")) {
                property.getValue().forEach(one -> reference(found, name, one));
            }
        }
        return found;
    }

    private static void reference(List<Reference> found, String property, JsonNode value) {
        if (found.size() < REFERENCES_MAX) {
            StixId.tryParse(value.asText()).ifPresent(target -> found.add(new Reference(property, target)));
        }
    }

    private static Optional<Tie> tie(JsonNode object) {
        if (!object.path("type").asText().equals("relationship")) {
            return Optional.empty();
        }
        String type = object.path("relationship_type").asText();
        return StixId.tryParse(object.path("source_ref").asText())
                .flatMap(source -> StixId.tryParse(object.path("target_ref").asText())
                        .map(target -> new Tie(type, source, target)));
    }

    /** The object without who made it, for those who may not know who sent it in. */
    static byte[] anonymous(byte[] bytes) {
        JsonNode object = tree(bytes);
        if (object instanceof ObjectNode named) {
            named.remove("created_by_ref");
        }
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            JsonNode object = JSON.readTree(bytes);
            return object == null ? JSON.createObjectNode() : object;
        } catch (JsonProcessingException unreadable) {
            return JSON.createObjectNode();
        } catch (IOException impossible) {
            throw new IllegalStateException("Bytes in memory cannot be read", impossible);
        }
    }
}
