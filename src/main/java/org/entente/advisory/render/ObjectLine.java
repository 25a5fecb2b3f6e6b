package org.entente.advisory.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * One object of the log in a line.
 *
 * @param id as the reader knows it
 * @param type such as {@code indicator}
 * @param name what it is called; empty where it has no name
 * @param value what it matches or is, live; empty where there is no such thing
 */
public record ObjectLine(String id, String type, String name, String value) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHARACTERS_MAX = 500;

    /** By which property a kind of object is known best. */
    private static final List<String> VALUES =
            List.of("pattern", "value", "path", "key", "command_line", "number", "display_name", "user_id");

    /** Reads an object's bytes; what cannot be read has its id only. */
    public static ObjectLine of(String id, String type, byte[] content) {
        try {
            JsonNode object = JSON.readTree(content);
            return new ObjectLine(id, type, text(object, "name"), value(object));
        } catch (IOException unreadable) {
            return new ObjectLine(id, type, "", "");
        }
    }

    private static String value(JsonNode object) {
        for (String property : VALUES) {
            String value = text(object, property);
            if (!value.isEmpty()) {
                return value;
            }
        }
        JsonNode hashes = object.path("hashes");
        for (String algorithm : List.of("SHA-256", "SHA-1", "MD5")) {
            if (hashes.path(algorithm).isTextual()) {
                return cut(algorithm + ":" + hashes.path(algorithm).textValue());
            }
        }
        return relation(object);
    }

    private static String relation(JsonNode object) {
        String type = text(object, "relationship_type");
        return type.isEmpty() ? "" : text(object, "source_ref") + " " + type + " " + text(object, "target_ref");
    }

    private static String text(JsonNode object, String property) {
        JsonNode value = object.path(property);
        return value.isValueNode() && !value.isNull() ? cut(value.asText()) : "";
    }

    private static String cut(String text) {
        return text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX) + "…";
    }
}
