package org.entente.stix;

import java.util.Optional;

/** What a marking definition says, as far as this exchange understands it. */
public sealed interface MarkingDefinition {
    /** A level of the Traffic Light Protocol, known by the id of the definition. */
    record TlpLevel(Tlp level) implements MarkingDefinition {}

    /** A level of the Permissible Actions Protocol. */
    record PapLevel(Pap level) implements MarkingDefinition {}

    /**
     * Levels that a product states in a definition of its own, beside something else or so that they cannot be read, which counts as the strictest.
     *
     * @param rest what the definition says besides
     */
    record Stated(Optional<Tlp> statedTlp, Optional<Pap> statedPap, MarkingDefinition rest)
            implements MarkingDefinition {}

    /** FIRST's Information Exchange Policy. */
    record Iep() implements MarkingDefinition {}

    /** Access Control Specification. */
    record Acs() implements MarkingDefinition {}

    /** A statement, such as terms of use. */
    record Statement(String text) implements MarkingDefinition {}

    /**
     * Anything else, which never widens an audience.
     *
     * @param name the definition type, or the key of the extension that defines the marking; empty if neither is given
     */
    record Other(String name) implements MarkingDefinition {}

    /** The level of TLP it means, if any. */
    default Optional<Tlp> tlp() {
        if (this instanceof TlpLevel known) {
            return Optional.of(known.level());
        }
        return this instanceof Stated stated ? stated.statedTlp() : Optional.empty();
    }

    /** The level of PAP it means, if any. */
    default Optional<Pap> pap() {
        if (this instanceof PapLevel known) {
            return Optional.of(known.level());
        }
        return this instanceof Stated stated ? stated.statedPap() : Optional.empty();
    }

    /** The family policies know the marking by; nothing for the protocols that have levels of their own. */
    default Optional<MarkingFamily> family() {
        if (this instanceof TlpLevel || this instanceof PapLevel) {
            return Optional.empty();
        }
        if (this instanceof Stated stated) {
            return stated.rest().family();
        }
        if (this instanceof Statement) {
            return Optional.of(MarkingFamily.STATEMENT);
        }
        if (this instanceof Iep) {
            return Optional.of(MarkingFamily.IEP);
        }
        return Optional.of(this instanceof Acs ? MarkingFamily.ACS : MarkingFamily.OTHER);
    }
}
