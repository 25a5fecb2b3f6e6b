package org.entente.stix.pattern;

import java.util.List;

/**
 * A property of an observable (STIX 2.1 §9.7).
 *
 * @param type the object type
 * @param steps from the object to the property; the first is a name
 */
public record ObjectPath(String type, List<Step> steps) {
    public ObjectPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !(steps.get(0) instanceof Step.Name)) {
            throw new IllegalArgumentException("a path begins with the name of a property");
        }
    }

    /** One step down. */
    public sealed interface Step {
        /** A property or a dictionary key. */
        record Name(String name) implements Step {}

        /** A member of a list, from 0. */
        record Index(long index) implements Step {}

        /** Any member of a list: {@code [*]}. */
        record Any() implements Step {}
    }

    /** The name of the property of the object itself. */
    public String property() {
        return ((Step.Name) steps.get(0)).name();
    }

    /** Whether it stands for any member of a list, so for several values. */
    boolean hasAny() {
        return steps.stream().anyMatch(Step.Any.class::isInstance);
    }

    /** The steps as they are written after the colon. */
    public String stepsText() {
        return PatternPrinter.steps(steps);
    }
}
