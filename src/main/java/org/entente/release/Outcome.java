package org.entente.release;

import org.entente.release.Decision.Rule;

/** What became of an entry on its way to one partner. */
public sealed interface Outcome permits Released, Outcome.Withheld, Outcome.Quarantined {

    /** The partner may not have it, nor learn that it exists. */
    record Withheld(Rule rule) implements Outcome {}

    /**
     * The decision released it, the egress guard objects. Nothing may be sent; the partner's delivery stops until an
     * operator has looked.
     *
     * @param objection what the guard found, without any content
     */
    record Quarantined(String objection) implements Outcome {}
}
