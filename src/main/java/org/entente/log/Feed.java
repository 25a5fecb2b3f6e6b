package org.entente.log;

/** The three feeds an entry can go out on; the lower-case name is the topic suffix and the TAXII alias. */
public enum Feed {
    THREATS,
    MITIGATIONS,
    ADVISORIES;

    /** {@code threats}, {@code mitigations} or {@code advisories}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
