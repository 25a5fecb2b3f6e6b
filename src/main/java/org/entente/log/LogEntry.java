package org.entente.log;

import java.time.Instant;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * One sequenced assertion with its content.
 *
 * @param position from 1, dense but where a backup was restored; never shown outside the exchange, because its gaps would tell what a reader is not given
 * @param dateAdded strictly increasing with the position, in microseconds
 * @param id the object
 * @param version {@code modified}, else {@code created}, else {@link Instant#EPOCH} for an object without either
 * @param classNumber its release class
 * @param earlierClasses the classes of earlier entries of the same object and version: a reader that may see one of them
 *     has this version already. Empty where the query did the weeding itself
 * @param otherVersions the classes of earlier entries of the same object in other versions: to a reader that may see one of
 *     them this version is a revision. Empty where the query did not ask
 * @param links what its references rest on
 * @param content the bytes as submitted; shared, not to be changed
 */
public record LogEntry(
        long position,
        Instant dateAdded,
        StixId id,
        Instant version,
        int classNumber,
        Set<Integer> earlierClasses,
        Set<Integer> otherVersions,
        Links links,
        byte[] content) {

    /** Of an object that has no other version yet. */
    public LogEntry(
            long position,
            Instant dateAdded,
            StixId id,
            Instant version,
            int classNumber,
            Set<Integer> earlierClasses,
            Links links,
            byte[] content) {
        this(position, dateAdded, id, version, classNumber, earlierClasses, Set.of(), links, content);
    }

    /** The class of what was erased; nobody is ever allowed it. */
    public static final int ERASED = 0;

    /** Whether it was erased: then it holds nothing, and is for nobody. */
    public boolean wasErased() {
        return classNumber == ERASED;
    }

    /** Whether the object has versions at all; cyber-observables and some meta objects have none. */
    public boolean versioned() {
        return !version.equals(Instant.EPOCH);
    }
}
