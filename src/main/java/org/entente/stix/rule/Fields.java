package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** The values an object has for the properties of its shape, found in one walk. */
final class Fields {
    private final Shape shape;
    private final int object;
    /** Nodes plus one, so that a fresh array says that nothing is there. */
    private final int[] values;

    Fields(Shape shape, int object) {
        this.shape = shape;
        this.object = object;
        this.values = new int[shape.size()];
    }

    void put(int ordinal, int value) {
        values[ordinal] = value + 1;
    }

    int at(int ordinal) {
        return values[ordinal] - 1;
    }

    /** Whether the object has none of the properties of its shape. */
    boolean isEmpty() {
        for (int value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The object itself. */
    int object() {
        return object;
    }

    /** The value of a property of the shape, or {@link JsonTape#NONE}. */
    int of(String property) {
        return values[shape.ordinal(property)] - 1;
    }

    int of(CommonProperty property) {
        int ordinal = shape.ordinal(property);
        return ordinal == JsonTape.NONE ? JsonTape.NONE : values[ordinal] - 1;
    }

    /** Whether the shape has this property at all. */
    boolean lists(String property) {
        return shape.lists(property);
    }

    boolean has(String property) {
        return of(property) != JsonTape.NONE;
    }
}
