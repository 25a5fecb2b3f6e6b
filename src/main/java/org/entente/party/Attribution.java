package org.entente.party;

import java.util.Locale;

/** Who may learn which partner submitted something, the least restricted first. */
public enum Attribution {
    /** Whoever gets the object. */
    EVERYONE,
    /** The operators of the exchange, and no partner. */
    OPERATORS,
    /** Nobody but the submitter. */
    NOBODY;

    /** As in policy documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
