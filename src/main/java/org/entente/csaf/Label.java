package org.entente.csaf;

import java.util.Locale;
import java.util.Optional;
import org.entente.stix.Tlp;

/** The labels of TLP 1, which CSAF 2.0 knows; each has a folder and a feed. */
enum Label {
    WHITE,
    GREEN,
    AMBER,
    RED;

    /** The label that means what a level means; none for {@link Tlp#AMBER_STRICT}, whose nearest would let more people have it. */
    static Optional<Label> of(Tlp level) {
        return switch (level) {
            case CLEAR -> Optional.of(WHITE);
            case GREEN -> Optional.of(GREEN);
            case AMBER -> Optional.of(AMBER);
            case AMBER_STRICT -> Optional.empty();
            case RED -> Optional.of(RED);
        };
    }

    /** As names of files have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The path of its folder; those that are not for everybody lie apart (section 7.1.5). */
    String folder() {
        return this == WHITE ? word() : "restricted/" + word();
    }

    /** One of those that are not for everybody, by its word. */
    static Optional<Label> restricted(String word) {
        for (Label label : values()) {
            if (label != WHITE && label.word().equals(word)) {
                return Optional.of(label);
            }
        }
        return Optional.empty();
    }
}
