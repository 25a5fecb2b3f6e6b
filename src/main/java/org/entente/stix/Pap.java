package org.entente.stix;

import java.util.Locale;
import java.util.Optional;

/**
 * The levels of the Permissible Actions Protocol, least restricted first: what a recipient may do with something. An object
 * without one permits as much as {@link #CLEAR}.
 */
public enum Pap {
    CLEAR,
    GREEN,
    AMBER,
    RED;

    private static final String PREFIX = "PAP:";

    /** Such as {@code PAP:AMBER}. */
    public String label() {
        return PREFIX + name();
    }

    /** Whether something of this level may go where this ceiling is the most that is allowed. */
    public boolean isWithin(Pap ceiling) {
        return compareTo(ceiling) <= 0;
    }

    /** The more restricted of the two. */
    public static Pap stricter(Pap one, Pap other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Reads a label, in any case, with or without {@code PAP:}; {@code WHITE} is the older name of {@link #CLEAR}. */
    public static Optional<Pap> ofLabel(String label) {
        String upper = label.strip().toUpperCase(Locale.ROOT);
        String name = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
        if (name.equals("WHITE")) {
            return Optional.of(CLEAR);
        }
        for (Pap level : values()) {
            if (level.name().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
