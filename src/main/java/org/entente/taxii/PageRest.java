package org.entente.taxii;

import java.time.Instant;
import org.entente.log.Outline;
import org.entente.party.PartnerId;
import org.entente.taxii.CollectionReader.Ask;

/**
 * What of a page is not read yet.
 *
 * @param ask what the page is of; who may have what of it is decided anew for each part
 * @param outline of the whole page
 * @param from the place where the rest begins
 * @param addedLast when the last object that the reader gets was added
 */
record PageRest(Ask ask, Outline outline, int from, Instant addedLast) {

    /** Whose page it is. */
    PartnerId reader() {
        return ask.reader().partner();
    }
}
