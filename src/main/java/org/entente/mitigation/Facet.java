package org.entente.mitigation;

import java.util.Locale;

/** What mitigations, and what they mitigate, are found by. The lower-case name is in the index and in the query. */
enum Facet {
    /** Every mitigation has it, with an empty term. */
    ANY,
    CVE,
    TECHNIQUE,
    SECTOR,
    ASSET,
    URGENCY;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * One thing to be found by.
     *
     * @param facet of what sort
     * @param text as {@link Facet#canonical} writes it
     */
    record Term(Facet facet, String text) {}

    /** A text of this sort as the index spells it: ids in upper case, words in lower case. */
    String canonical(String text) {
        return this == CVE || this == TECHNIQUE
                ? text.strip().toUpperCase(Locale.ROOT)
                : text.strip().toLowerCase(Locale.ROOT);
    }
}
