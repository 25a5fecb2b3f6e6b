package org.entente.log;

import java.util.Locale;

/** Why something is taken back. */
public enum RecallCause {
    /** Its submitter wants it back. */
    SUBMITTER,
    /** Operators of the exchange took it back. */
    OPERATOR,
    /** A newer version of it is marked more strictly. */
    MARKING,
    /** The partner's trust policy no longer allows it. */
    POLICY;

    /** As stored and shown: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a text that no {@link #label} is */
    public static RecallCause of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
