package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** What was erased, for operators. Thread safe. */
public interface PurgeBook {

    /**
     * What stays of an erased entry.
     *
     * @param number in the order of erasing; never shown outside the exchange
     * @param submitter who asserted it
     * @param digest SHA-256 of what it said
     */
    record Tombstone(
            long number,
            StixId object,
            Instant version,
            Instant dateAdded,
            PartnerId submitter,
            String digest,
            Instant erasedAt,
            Purge purge) {}

    /** What stays of an object, the newest first; at most so many. */
    Uni<List<Tombstone>> of(StixId object, int limit);

    /**
     * Orders, the newest first.
     *
     * @param object empty for all
     * @param orders whether only those that operators ordered
     * @param before a number, exclusive
     */
    Uni<List<Purge>> purges(Optional<String> object, boolean orders, long before, int limit);

    /** One order. */
    Uni<Optional<Purge>> purge(UUID id);

    /** Orders of operators that are not carried out yet, the oldest first. */
    Uni<List<Purge>> open();

    /** The classes that erased entries of some objects had, each with when the first of them was added; the others are left out. */
    Uni<Map<StixId, Map<Integer, Instant>>> classesOf(Collection<StixId> objects);
}
