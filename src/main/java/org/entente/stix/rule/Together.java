package org.entente.stix.rule;

import java.util.List;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Rules on which properties go together. */
final class Together {
    private Together() {}

    /** One or more of these. */
    static ShapeRule atLeastOne(String... properties) {
        List<String> names = List.of(properties);
        return (in, fields) -> {
            if (names.stream().noneMatch(fields::has)) {
                in.error(
                        fields.object(),
                        Rule.AT_LEAST_ONE,
                        "At least one of " + listed(names) + " is required; give one.");
            }
        };
    }

    /** One of these, and no other of them. */
    static ShapeRule exactlyOne(String... properties) {
        List<String> names = List.of(properties);
        return (in, fields) -> {
            if (names.stream().filter(fields::has).count() != 1) {
                in.error(
                        fields.object(),
                        Rule.EXACTLY_ONE,
                        "Exactly one of " + listed(names) + " is required; give one of them.");
            }
        };
    }

    /** One or more of what this type lists; what a sender adds does not count. */
    static ShapeRule somethingListed() {
        return (in, fields) -> {
            if (fields.isEmpty()) {
                in.error(
                        fields.object(),
                        Rule.AT_LEAST_ONE,
                        "The value has no property of its own type; leave it out or give it one.");
            }
        };
    }

    /** Besides the common properties at least one more of the shape, or an extension. */
    static ShapeRule somethingOfItsOwn(Set<String> common) {
        return (in, fields) -> {
            JsonTape tape = in.tape();
            int object = fields.object();
            for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
                String name = tape.text(key);
                boolean own = in.container() != null
                        ? !name.equals("type")
                        : fields.lists(name) && !common.contains(name) || name.equals("extensions");
                if (own) {
                    return;
                }
            }
            in.error(object, Rule.AT_LEAST_ONE, "The object has no property of its own type; give at least one.");
        };
    }

    /** If the first is there, the other is too. */
    static ShapeRule needs(String property, String other) {
        return (in, fields) -> {
            if (fields.has(property) && !fields.has(other)) {
                in.error(
                        fields.of(property),
                        Rule.NEEDS_OTHER,
                        property + " is only allowed together with " + other + "; give both or neither.");
            }
        };
    }

    /** While a boolean has this value, a property is not allowed. */
    static ShapeRule excludes(String flag, boolean value, String property) {
        JsonTape.Kind kind = value ? JsonTape.Kind.TRUE : JsonTape.Kind.FALSE;
        return (in, fields) -> {
            int node = fields.of(flag);
            if (node != JsonTape.NONE && in.tape().kind(node) == kind && fields.has(property)) {
                in.error(
                        fields.of(property),
                        Rule.EXCLUDED,
                        property + " is not allowed while " + flag + " is " + value + "; leave it out.");
            }
        };
    }

    private static String listed(List<String> names) {
        return String.join(", ", names);
    }
}
