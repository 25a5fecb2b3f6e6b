package org.entente.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * One act of taking back, as it is written.
 *
 * @param id of the recall
 * @param cause why
 * @param reason the same in words, for those who have the object
 * @param object as submitted; empty where a policy took back whatever it no longer allows
 * @param partner whose object or policy it is
 * @param madeAt when
 * @param madeBy who, for operators
 */
public record RecallAct(
        UUID id,
        RecallCause cause,
        String reason,
        Optional<StixId> object,
        PartnerId partner,
        Instant madeAt,
        String madeBy) {

    /**
     * What is placed in the log later is recalled too.
     *
     * @param submitter whose assertions
     * @param versions which; empty for all that there are by then
     * @param classes a reader must be allowed one of them; {@code 0} alone for nobody
     */
    public record Scope(PartnerId submitter, Set<Instant> versions, Set<Integer> classes) {
        public Scope {
            versions = Set.copyOf(versions);
            classes = Set.copyOf(classes);
        }
    }

    /**
     * What one partner is told.
     *
     * @param reason in place of the recall's own; empty for that
     */
    public record Notice(PartnerId partner, Optional<String> reason, List<Item> items) {
        public Notice {
            items = List.copyOf(items);
        }
    }

    /**
     * One object to be dropped.
     *
     * @param position of its entry
     * @param object under the id by which the partner knows it
     * @param version empty for an object without versions
     * @param feed where it was released
     * @param remains position of the entry by which the partner has less of it from now on; 0 where nothing is left that it was
     *     not given already
     */
    public record Item(long position, StixId object, Optional<Instant> version, Feed feed, long remains) {}
}
