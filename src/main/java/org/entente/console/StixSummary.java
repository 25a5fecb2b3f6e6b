package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a list says of a STIX object.
 *
 * @param type of STIX
 * @param title its name, or what stands for one; the text of somebody else
 * @param indicator a pattern or address, to be shown defanged; empty for objects without
 * @param text what it says at length; of somebody else, too
 */
public record StixSummary(String type, String title, String indicator, String text) {

    private static final List<String> TITLES =
            List.of("name", "abstract", "opinion", "relationship_type", "result_name", "definition_type");
    private static final List<String> TEXTS = List.of("description", "content", "explanation", "abstract");
    private static final List<String> ADDRESSES = List.of("pattern", "value", "url");

    static StixSummary of(ObjectMapper json, String object) {
        try {
            JsonNode tree = json.readTree(object);
            String type = tree.path("type").asText();
            return new StixSummary(
                    type,
                    first(tree, TITLES).orElse(""),
                    first(tree, ADDRESSES).orElse(""),
                    first(tree, TEXTS).orElse(""));
        } catch (JsonProcessingException e) {
            // It was JSON when it was taken in, and is when it is released.
            throw new IllegalStateException("The log holds what is not JSON", e);
        }
    }

    private static Optional<String> first(JsonNode tree, List<String> properties) {
        return properties.stream()
                .flatMap(name -> Stream.of(tree.path(name)))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
