package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Writes JSON for eyes: no address in it is one for a program. Pure. */
final class DefangedJson {

    private static final ObjectWriter PRETTY = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    /** Times and numbers of versions have points that belong to no address. */
    private static final Pattern NO_ADDRESS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z|\\d\\.\\d");

    private DefangedJson() {}

    static String of(JsonNode value) {
        return value.isTextual() ? text(value.textValue()) : pretty(defanged(value));
    }

    private static String text(String text) {
        return NO_ADDRESS.matcher(text).matches() ? text : Defanging.of(text);
    }

    private static JsonNode defanged(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(text(value.textValue()));
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(defanged(element)));
            return copy;
        }
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.fields()
                    .forEachRemaining(field -> copy.set(Defanging.of(field.getKey()), defanged(field.getValue())));
            return copy;
        }
        return value;
    }

    private static String pretty(JsonNode value) {
        try {
            return PRETTY.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }
}
