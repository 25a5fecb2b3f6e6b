package org.entente.log;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * What a reader asks of the log.
 *
 * @param classes numbers of the classes the reader may see, already narrowed to the collection and types asked for; empty
 *     finds nothing
 * @param viewed those of the classes that the reader gets under other ids: to the reader an object of these is another than one
 *     of the rest, and neither hides versions of the other
 * @param afterPosition exclusive; 0 starts at the beginning
 * @param addedAfter exclusive; a second lower bound, by date added
 * @param addedUntil inclusive; what was added later is as if it were not there yet, its versions included
 * @param ids only these objects; empty means all
 * @param versions which versions
 * @param limit at least 1
 * @param untilPosition inclusive; the same bound as {@code addedUntil}, by position
 * @param tellsOtherVersions whether to fill {@link LogEntry#otherVersions}
 */
public record PageQuery(
        int[] classes,
        int[] viewed,
        long afterPosition,
        Optional<Instant> addedAfter,
        Optional<Instant> addedUntil,
        Set<StixId> ids,
        VersionFilter versions,
        int limit,
        OptionalLong untilPosition,
        boolean tellsOtherVersions) {

    public PageQuery {
        ids = Set.copyOf(ids);
        if (limit < 1) {
            throw new IllegalArgumentException("A page holds at least one entry");
        }
    }

    /** All that is there, without what entries say of other versions. */
    public PageQuery(
            int[] classes,
            int[] viewed,
            long afterPosition,
            Optional<Instant> addedAfter,
            Optional<Instant> addedUntil,
            Set<StixId> ids,
            VersionFilter versions,
            int limit) {
        this(classes, viewed, afterPosition, addedAfter, addedUntil, ids, versions, limit, OptionalLong.empty(), false);
    }

    /** Of a reader that gets everything under the ids it was submitted with. */
    public PageQuery(
            int[] classes,
            long afterPosition,
            Optional<Instant> addedAfter,
            Optional<Instant> addedUntil,
            Set<StixId> ids,
            VersionFilter versions,
            int limit) {
        this(classes, new int[0], afterPosition, addedAfter, addedUntil, ids, versions, limit);
    }
}
