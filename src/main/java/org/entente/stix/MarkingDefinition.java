package org.entente.stix;

/** What a marking definition says, as far as this exchange understands it. */
public sealed interface MarkingDefinition {
    /** A level of the Traffic Light Protocol, known by the id of the definition. */
    record TlpLevel(Tlp level) implements MarkingDefinition {}

    /** A statement, such as terms of use. */
    record Statement(String text) implements MarkingDefinition {}

    /**
     * Anything else, which never widens an audience.
     *
     * @param name the definition type, or the key of the extension that defines the marking; empty if neither is given
     */
    record Other(String name) implements MarkingDefinition {}
}
