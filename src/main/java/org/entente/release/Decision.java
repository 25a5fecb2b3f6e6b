package org.entente.release;

import org.entente.release.view.View;

/** What is decided for one class or entry and one partner. */
public sealed interface Decision {

    /** The partner may have it as it was submitted. */
    record Release() implements Decision {}

    /**
     * The partner may have it in a view, under an id of its own.
     *
     * @param view what is hidden or removed
     */
    record Redact(View view) implements Decision {}

    /**
     * The partner may not have it, nor learn that it exists.
     *
     * @param rule the first rule that said so
     */
    record Withhold(Rule rule) implements Decision {}

    /** The one release value. */
    Decision RELEASE = new Release();

    /** Whether the partner may have it, be it in a view. */
    default boolean released() {
        return !(this instanceof Withhold);
    }

    /** Why something is withheld, in the order the rules are asked. */
    enum Rule {
        /** No such partner, or no such class. */
        UNKNOWN,
        /** It was taken back from everybody. */
        RECALLED,
        /** The partner is suspended, or does not subscribe. */
        SUSPENDED,
        /** The agreement with the partner does not hold at this time. */
        AGREEMENT,
        /** The submitter excepted the partner. */
        EXCEPTED,
        /** The policy releases nothing above its ceiling, and nothing without one. */
        ABOVE_CEILING,
        /** TLP:RED, and the partner is not named as a recipient. */
        NOT_NAMED,
        /** More restricted by PAP than the policy allows. */
        PAP,
        /** A marking of a kind that the policy does not let pass, or whose meaning is not known. */
        MARKING,
        /** The policy does not allow the STIX type. */
        KIND,
        /** It concerns a sector the policy does not allow, or states none. */
        SECTOR,
        /** It concerns a region the policy does not allow, or states none. */
        REGION,
        /** Its confidence is below the policy's least, or not stated. */
        CONFIDENCE,
        /** The policy refuses the submitter, or does not allow it. */
        ORIGINATOR,
        /** Addressed to others, or above GREEN between partners without a common community. */
        AUDIENCE,
        /** A view of it would still tell what the view is to hide. */
        REVEALING,
        /** It ties together something that is withheld. */
        TIED,
        /** It was added less long ago than the policy's delay. */
        EMBARGO,
        /** The partner has this version by an earlier entry. */
        ALREADY_RELEASED,
        /** The egress guard disagrees. */
        GUARD
    }
}
