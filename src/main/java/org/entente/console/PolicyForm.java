package org.entente.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A trust policy as a form: its fields are those of the JSON Schema that the REST API serves, with its words, so that a new rule
 * of policies is in the form without anybody having to think of it. Pure.
 */
final class PolicyForm {

    private final JsonNode schema;
    private final ObjectMapper json;

    PolicyForm(JsonNode schema, ObjectMapper json) {
        this.schema = schema;
        this.json = json;
    }

    /** How a field is filled in. */
    public enum Kind {
        CHOICE,
        SWITCH,
        NUMBER,
        /** Names with commas between them, or the one word that stands for all. */
        NAMES,
        /** One word or a number. */
        LIMIT,
        TEXT
    }

    /**
     * One rule of a policy.
     *
     * @param path its names, with dots between them
     * @param help what it means
     * @param options of a choice; of names those that there are, where they are fixed
     * @param value as the form shows it
     */
    public record Field(String path, String help, Kind kind, List<String> options, String value) {
        public Field {
            options = List.copyOf(options);
        }

        /** The part of the policy it is in. */
        public String part() {
            return path.substring(0, path.indexOf('.'));
        }

        /** Its name within that part, in words. */
        public String label() {
            return path.substring(path.indexOf('.') + 1)
                    .replace(".", ": ")
                    .replaceAll("([a-z])([A-Z])", "$1 $2")
                    .toLowerCase(java.util.Locale.ROOT)
                    .replace("tlp", "TLP")
                    .replace("pap", "PAP");
        }

        /** For attributes of the page. */
        public String id() {
            return "policy-" + path.replace('.', '-');
        }

        Field with(String other) {
            return new Field(path, help, kind, options, other);
        }
    }

    /** The fields, filled in from a policy document. */
    List<Field> fields(JsonNode policy) {
        List<Field> found = new ArrayList<>();
        collect("", schema.path("properties"), policy, found);
        return found;
    }

    /** The fields as somebody filled them in. */
    List<Field> fields(Form form) {
        return fields(JsonNodeFactory.instance.objectNode()).stream()
                .map(field ->
                        field.with(form.text(field.path(), field.kind() == Kind.SWITCH ? "false" : field.value())))
                .toList();
    }

    private void collect(String prefix, JsonNode properties, JsonNode policy, List<Field> found) {
        properties.fields().forEachRemaining(property -> {
            String path = prefix + property.getKey();
            JsonNode rule = property.getValue();
            JsonNode value = policy.path(property.getKey());
            if (rule.path("type").asText().equals("object")) {
                collect(path + ".", rule.path("properties"), value, found);
            } else {
                found.add(new Field(
                        path,
                        rule.path("description").asText(),
                        kind(rule),
                        options(rule),
                        text(value.isMissingNode() ? rule.path("default") : value)));
            }
        });
    }

    private Kind kind(JsonNode rule) {
        if (rule.has("enum")) {
            return Kind.CHOICE;
        }
        return switch (rule.path("type").asText()) {
            case "boolean" -> Kind.SWITCH;
            case "integer" -> Kind.NUMBER;
            default -> array(rule).isPresent() ? Kind.NAMES : isLimit(rule) ? Kind.LIMIT : Kind.TEXT;
        };
    }

    private boolean isLimit(JsonNode rule) {
        return alternatives(resolved(rule))
                .anyMatch(one -> one.path("type").asText().equals("integer"));
    }

    private Optional<JsonNode> array(JsonNode rule) {
        return alternatives(resolved(rule))
                .map(this::resolved)
                .filter(one -> one.path("type").asText().equals("array"))
                .findFirst();
    }

    private static Stream<JsonNode> alternatives(JsonNode rule) {
        return rule.has("oneOf") ? elements(rule.path("oneOf")) : Stream.of(rule);
    }

    private JsonNode resolved(JsonNode rule) {
        return rule.has("$ref") ? schema.at(rule.path("$ref").asText().substring(1)) : rule;
    }

    private List<String> options(JsonNode rule) {
        JsonNode values = rule.has("enum")
                ? rule.path("enum")
                : array(rule)
                        .map(list -> list.path("items"))
                        .map(PolicyForm::names)
                        .orElse(rule.path("enum"));
        // A level is known with and without its family's name; one of the two is enough to choose from.
        return elements(values)
                .map(JsonNode::asText)
                .filter(option -> !option.startsWith("TLP:") && !option.startsWith("PAP:"))
                .toList();
    }

    private static JsonNode names(JsonNode items) {
        return items.has("enum")
                ? items.path("enum")
                : elements(items.path("anyOf"))
                        .map(one -> one.path("enum"))
                        .filter(JsonNode::isArray)
                        .findFirst()
                        .orElse(items.path("enum"));
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? String.join(
                        ", ", elements(value).map(JsonNode::asText).sorted().toList())
                : value.asText();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The policy document that a form describes; what is wrong with it is for whoever reads it to say. */
    ObjectNode document(Form form) {
        ObjectNode policy = json.createObjectNode();
        for (Field field : fields(form)) {
            String[] names = field.path().split("\\.");
            ObjectNode parent = policy;
            for (String name : Arrays.copyOf(names, names.length - 1)) {
                parent = parent.withObjectProperty(name);
            }
            parent.set(names[names.length - 1], value(field));
        }
        return policy;
    }

    private JsonNode value(Field field) {
        String text = field.value();
        return switch (field.kind()) {
            case SWITCH -> json.getNodeFactory().booleanNode(text.equals("true"));
            case NUMBER, LIMIT -> number(text);
            case NAMES -> text.equals("*") ? TextNode.valueOf(text) : list(text);
            case CHOICE, TEXT -> TextNode.valueOf(text);
        };
    }

    private JsonNode number(String text) {
        return text.matches("-?\\d{1,18}")
                ? json.getNodeFactory().numberNode(Long.parseLong(text))
                : TextNode.valueOf(text);
    }

    private JsonNode list(String text) {
        return json.valueToTree(
                Stream.of(text.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList());
    }
}
