package org.entente.log;

import org.entente.party.PartnerId;

/**
 * An entry as a recall looks at it.
 *
 * @param placement where it is and under which class
 * @param submitter whose assertion it is
 * @param statedClass the class it was submitted under, before anything restricted it
 * @param contentId of what it holds; the same for all who assert the same
 */
public record StandingEntry(Placement placement, PartnerId submitter, int statedClass, long contentId) {

    /** Whether both hold the same content, and so the same version of one object. */
    public boolean hasSameContent(StandingEntry other) {
        return contentId == other.contentId;
    }

    /** The same under another class. */
    StandingEntry under(int classNumber, Links links) {
        return new StandingEntry(
                new Placement(
                        placement.position(),
                        placement.dateAdded(),
                        placement.id(),
                        placement.version(),
                        classNumber,
                        links),
                submitter,
                statedClass,
                contentId);
    }
}
