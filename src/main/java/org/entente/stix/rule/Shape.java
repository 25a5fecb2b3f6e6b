package org.entente.stix.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** The properties of one type of object, with the check of each and the rules between them. Immutable. */
final class Shape {
    private record Property(String name, int ordinal, boolean required, Check check) {}

    /** What is done with a property the shape does not list. */
    @FunctionalInterface
    interface Unlisted {
        void check(Inspection in, int key);
    }

    /** The common properties that are read out of an accepted object, by their place in this list. */
    private static final List<String> COMMON =
            Arrays.stream(CommonProperty.values()).map(CommonProperty::key).toList();

    private final String name;
    private final String section;
    private final int[] commonOrdinals;
    private final Map<String, Property> properties;
    private final NameTable<Property> table;
    private final List<Property> required;
    private final List<ShapeRule> rules;
    private final Unlisted unlisted;

    private Shape(Builder builder) {
        this.name = builder.name;
        this.section = builder.section;
        this.properties = new HashMap<>(builder.properties);
        this.commonOrdinals = COMMON.stream().mapToInt(this::ordinalOrNone).toArray();
        this.table = new NameTable<>(builder.properties);
        this.required =
                builder.properties.values().stream().filter(Property::required).toList();
        this.rules = builder.rules.stream().map(rule -> rule.bind(this)).toList();
        this.unlisted = builder.unlisted;
    }

    /** Begins the shape of a type defined in this section of the standard. */
    static Builder of(String name, String section) {
        return new Builder(name, section);
    }

    String name() {
        return name;
    }

    String section() {
        return section;
    }

    int size() {
        return properties.size();
    }

    boolean lists(String property) {
        return properties.containsKey(property);
    }

    int ordinal(String property) {
        Property listed = properties.get(property);
        if (listed == null) {
            throw new IllegalArgumentException(name + " has no property " + property);
        }
        return listed.ordinal();
    }

    private int ordinalOrNone(String property) {
        return lists(property) ? ordinal(property) : JsonTape.NONE;
    }

    /** The ordinal of a common property, or {@link JsonTape#NONE} if the type does not use it. */
    int ordinal(CommonProperty property) {
        return commonOrdinals[property.ordinal()];
    }

    /** Checks an object against this shape. */
    void check(Inspection in, int object) {
        String outer = in.section();
        in.section(section);
        JsonTape tape = in.tape();
        Fields fields = new Fields(this, object);
        int end = tape.next(object);
        for (int key = tape.first(object); key < end; key = tape.next(key + 1)) {
            Property property = table.ofKey(tape, key);
            if (property == null) {
                unlisted.check(in, key);
            } else {
                fields.put(property.ordinal(), key + 1);
                property.check().check(in, key + 1);
            }
        }
        for (Property property : required) {
            boolean localId = in.container() != null && property.name().equals("id");
            if (fields.at(property.ordinal()) == JsonTape.NONE && !localId) {
                in.error(
                        object,
                        Rule.REQUIRED,
                        "The property " + property.name() + " is missing; " + name + " requires it.");
            }
        }
        for (ShapeRule rule : rules) {
            rule.check(in, fields);
        }
        if (object == 0) {
            in.header(fields);
        }
        in.section(outer);
    }

    /** As a check of a nested value, which must be an object. */
    Check asCheck() {
        return (in, node) -> {
            if (Checks.isObject(in, node)) {
                check(in, node);
            }
        };
    }

    /** Collects the rows of a shape. */
    static final class Builder {
        private final String name;
        private final String section;
        private final Map<String, Property> properties = new HashMap<>();
        private final List<BoundRule> rules = new ArrayList<>();
        private Unlisted unlisted = CustomProperties::nested;

        private Builder(String name, String section) {
            this.name = name;
            this.section = section;
        }

        Builder required(String property, Check check) {
            return add(property, true, check);
        }

        Builder optional(String property, Check check) {
            return add(property, false, check);
        }

        private Builder add(String property, boolean isRequired, Check check) {
            @Nullable Property earlier = properties.get(property);
            int ordinal = earlier == null ? properties.size() : earlier.ordinal();
            properties.put(property, new Property(property, ordinal, isRequired, check));
            return this;
        }

        /** Several optional properties with one check. */
        Builder optionals(Check check, String... names) {
            for (String property : names) {
                add(property, false, check);
            }
            return this;
        }

        /** The properties listed so far. */
        Set<String> names() {
            return Set.copyOf(properties.keySet());
        }

        Builder rule(ShapeRule rule) {
            return rule((Shape shape) -> rule);
        }

        Builder rule(BoundRule rule) {
            rules.add(rule);
            return this;
        }

        Builder unlisted(Unlisted policy) {
            unlisted = policy;
            return this;
        }

        Shape build() {
            return new Shape(this);
        }
    }
}
