package org.entente.stix;

import java.util.Locale;
import java.util.Map;
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

    /** The published instances (OASIS common objects, PAP marking definition extension). */
    private static final Map<StixId, Pap> PUBLISHED = Map.of(
            StixId.parse("marking-definition--ad15a0cd-55b6-4588-a14c-a66105329b92"), CLEAR,
            StixId.parse("marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730"), CLEAR,
            StixId.parse("marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9"), GREEN,
            StixId.parse("marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab"), AMBER,
            StixId.parse("marking-definition--740d36e5-7714-4c30-961a-3ae632ceee0e"), RED);

    /** The level a published marking id stands for; nothing for any other id. */
    public static Optional<Pap> ofMarking(StixId marking) {
        return Optional.ofNullable(PUBLISHED.get(marking));
    }

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
        String name =
                upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()).strip() : upper;
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
