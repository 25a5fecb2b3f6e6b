package org.entente.csaf.document;

import java.util.Map;
import java.util.Optional;

/**
 * The names of weaknesses (CWE). Immutable.
 *
 * @param names by id, such as {@code CWE-79}
 * @param isComplete whether an id that is not among them does not exist
 */
public record Weaknesses(Map<String, String> names, boolean isComplete) {

    public Weaknesses {
        names = Map.copyOf(names);
    }

    /** No list is at hand: nothing can be said of any name. */
    public static Weaknesses unknown() {
        return new Weaknesses(Map.of(), false);
    }

    Optional<String> name(String id) {
        return Optional.ofNullable(names.get(id));
    }
}
