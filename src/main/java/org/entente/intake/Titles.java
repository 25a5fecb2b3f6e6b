package org.entente.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** What people call an object: shown in lists, and searched. Pure. */
final class Titles {

    private static final List<String> PROPERTIES = List.of(
            "name", "pattern", "value", "abstract", "content", "explanation", "path", "user_id", "relationship_type");

    private static final int CHARACTERS_MAX = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Titles() {}

    /** One line without control characters; empty where the object has nothing of the kind. */
    static String of(byte[] content) {
        JsonNode object = read(content);
        return PROPERTIES.stream()
                .map(object::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .map(Titles::line)
                .orElse("");
    }

    private static String line(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .limit(CHARACTERS_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static JsonNode read(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (IOException unreadable) {
            return JSON.createObjectNode();
        }
    }
}
