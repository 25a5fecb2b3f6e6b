package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Judges one object: picks the shape of its type and runs it. Safe for use by several threads. */
public final class ObjectRules {
    private ObjectRules() {}

    /** Inspects node 0 of the tape; findings and references stay with the inspection. */
    public static void check(Inspection in) {
        JsonTape tape = in.tape();
        if (!Checks.isObject(in, 0)) {
            return;
        }
        int type = tape.find(0, "type");
        if (type == JsonTape.NONE) {
            in.error(0, Rule.REQUIRED, "The property type is missing; every object requires it.");
            return;
        }
        if (!Checks.isString(in, type)) {
            return;
        }
        shape(tape.text(type)).check(in, 0);
    }

    private static Shape shape(String type) {
        @Nullable Shape known = Registry.BY_TYPE.get(type);
        return known != null ? known : Common.versioned(type, "§11.2").build();
    }

    /** Built on first use, not when the class loads: the tables refer to one another. */
    private static final class Registry {
        static final java.util.Map<String, Shape> BY_TYPE = java.util.Map.of();
    }
}
