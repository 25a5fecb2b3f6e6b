package org.entente.stix;

import java.util.Locale;
import java.util.Optional;

/** Kinds of markings besides TLP and PAP, which a policy may let pass or not. */
public enum MarkingFamily {
    /** STIX §7.2.1.3, such as terms of use. */
    STATEMENT,
    /** FIRST's Information Exchange Policy. */
    IEP,
    /** Access Control Specification, of the United States' government. */
    ACS,
    /** Any other, or one whose definition the exchange does not have. */
    OTHER;

    /** As in policy documents: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The family of a {@link #label}. */
    public static Optional<MarkingFamily> ofLabel(String label) {
        for (MarkingFamily family : values()) {
            if (family.label().equals(label)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
