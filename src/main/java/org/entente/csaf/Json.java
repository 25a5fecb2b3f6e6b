package org.entente.csaf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** Trees that become documents. */
final class Json {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static void putIfAny(ObjectNode object, String name, Optional<String> text) {
        text.ifPresent(present -> object.put(name, present));
    }

    /** Sets what is not empty: CSAF knows no empty lists and objects. */
    static void setIfAny(ObjectNode object, String name, JsonNode container) {
        if (!container.isEmpty()) {
            object.set(name, container);
        }
    }

    /** The document in UTF-8, its keys sorted (CSAF 2.0, section 5.3), for people too. */
    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(sorted(tree));
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("A tree always has a JSON form", cannotBe);
        }
    }

    private static JsonNode sorted(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            object.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return new ObjectNode(NODES, members);
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode items = NODES.arrayNode();
            array.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return tree;
    }
}
