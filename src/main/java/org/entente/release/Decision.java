package org.entente.release;

/** What is decided for one class or entry and one partner. */
public sealed interface Decision {

    /** The partner may have it. */
    record Release() implements Decision {}

    /**
     * The partner may not have it, nor learn that it exists.
     *
     * @param rule the first rule that said so
     */
    record Withhold(Rule rule) implements Decision {}

    /** The one release value. */
    Decision RELEASE = new Release();

    /** Whether this is a release. */
    default boolean released() {
        return this instanceof Release;
    }

    /** Why something is withheld, in the order the rules are asked. */
    enum Rule {
        /** No such partner, or no such class. */
        UNKNOWN,
        /** The partner is suspended, or does not subscribe. */
        SUSPENDED,
        /** The submitter excepted the partner. */
        EXCEPTED,
        /** The policy releases nothing above its ceiling, and nothing without one. */
        ABOVE_CEILING,
        /** TLP:RED, and the partner is not named as a recipient. */
        NOT_NAMED,
        /** A marking whose meaning is not known, and no policy that releases such things. */
        UNKNOWN_MARKING,
        /** The policy does not allow the STIX type. */
        KIND,
        /** The policy refuses the submitter, or does not allow it. */
        ORIGINATOR,
        /** Addressed to others, or above GREEN between partners without a common community. */
        AUDIENCE,
        /** It ties together something that is withheld. */
        TIED,
        /** The partner has this version by an earlier entry. */
        ALREADY_RELEASED,
        /** The egress guard disagrees. */
        GUARD
    }
}
