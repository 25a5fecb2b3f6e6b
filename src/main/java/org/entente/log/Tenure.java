package org.entente.log;

import org.entente.party.PartnerId;

/**
 * By which of its facts a partner may hold something at the moment of a recall: those whose end it was not told of yet, and the one
 * in force.
 *
 * @param firstFact revision of the first of them
 * @param lastFact revision of the last
 * @param toldUpTo position up to which the partner was told what the end of the first took from it
 * @param onlyEntry position of the one entry that this is about, because the partner's recall went on without it; 0 for all
 */
public record Tenure(PartnerId partner, long firstFact, long lastFact, long toldUpTo, long onlyEntry) {

    /** Whether it is about one entry, of which the partner is still to be told. */
    public boolean isOfOneEntry() {
        return onlyEntry != 0;
    }
}
