package org.entente.trace;

import java.util.Locale;

/** What a step does. The names are part of what operators rely on: docs/operations.md lists them. */
public enum Stage {
    /** Reads a body, looks up what is known of its objects, and judges each. */
    VALIDATE,
    /** Stores what was accepted, in one transaction with the status. */
    APPEND,
    /** Gives what one submission asserted its places in the log. */
    SEQUENCE,
    /** Takes something back, until no exit serves it any more. */
    RECALL,
    /** Delivers it, or tells of a recall, as far as one Kafka transaction holds it. */
    RELAY,
    /** Within {@link #RELAY}: decides who gets it, and hands the records to Kafka's producer. */
    RELEASE,
    /** Within {@link #RELAY}: commits them. */
    COMMIT;

    /** As the spans are called. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
