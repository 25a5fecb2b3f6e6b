package org.entente.log;

import java.util.Locale;

/** The three feeds an entry can go out on; the lower-case name is the topic suffix and the TAXII alias. */
public enum Feed {
    THREATS,
    MITIGATIONS,
    ADVISORIES;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** {@code threats}, {@code mitigations} or {@code advisories}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException for a text that no {@link #label} is */
    public static Feed of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
