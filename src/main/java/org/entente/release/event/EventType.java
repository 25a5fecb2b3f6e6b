package org.entente.release.event;

/** What happened to an object, as its recipient sees it. */
public enum EventType {
    /** The recipient gets an object for the first time. */
    RELEASED,
    /** The recipient gets a further version of an object. */
    REVISED,
    /** The recipient gets a version that says the object is revoked. */
    REVOKED,
    /** The recipient is to drop what it was sent. */
    RECALLED;

    private final String label = "org.entente.object." + name().toLowerCase(java.util.Locale.ROOT) + ".v1";

    /** The CloudEvents type. Part of the contract with subscribers: never changes. */
    public String label() {
        return label;
    }
}
