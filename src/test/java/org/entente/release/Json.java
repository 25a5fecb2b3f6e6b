package org.entente.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares what two readers get: ids aside, which differ from view to view, and markings aside. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private Json() {}

    static JsonNode read(byte[] content) {
        try {
            return MAPPER.readTree(content);
        } catch (IOException broken) {
            throw new AssertionError("Not JSON: " + new String(content, StandardCharsets.UTF_8), broken);
        }
    }

    /** Whether everything the smaller says is said by the larger too, in the same place. */
    static boolean isIncluded(JsonNode smaller, JsonNode larger) {
        if (smaller.isObject() && larger.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> each = smaller.fields(); each.hasNext(); ) {
                Map.Entry<String, JsonNode> field = each.next();
                boolean marking = field.getKey().equals("granular_markings");
                JsonNode there = larger.get(field.getKey());
                if (!marking && (there == null || !isIncluded(field.getValue(), there))) {
                    return false;
                }
            }
            return true;
        }
        if (smaller.isArray() && larger.isArray()) {
            Iterator<JsonNode> rest = larger.elements();
            for (JsonNode element : smaller) {
                boolean found = false;
                while (!found && rest.hasNext()) {
                    found = isIncluded(element, rest.next());
                }
                if (!found) {
                    return false;
                }
            }
            return true;
        }
        return withoutIds(smaller.toString()).equals(withoutIds(larger.toString()));
    }

    private static String withoutIds(String text) {
        return UUID.matcher(text).replaceAll("*");
    }
}
