package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * What others keep of entries: indexes, copies, what was said of them. A port: what is erased from the log must go there too, and
 * this package knows nothing of them.
 */
public interface ErasedElsewhere {

    /**
     * An entry that is being erased.
     *
     * @param version the epoch for an object without versions
     * @param submitter who asserted it
     * @param last whether nothing stays that this submitter says of this object
     * @param content what it said; shared, not to be changed
     */
    record Entry(long position, StixId id, Instant version, PartnerId submitter, boolean last, byte[] content) {}

    /**
     * Keeps whoever follows the log out of it to the end of the transaction, so that nothing is written of an entry that was read
     * before. First of all, while nobody else waits for the transaction.
     */
    default Uni<Void> turn(SqlConnection transaction) {
        return Uni.createFrom().voidItem();
    }

    /** Erases what is kept of entries, in the transaction that erases them. */
    Uni<Void> erase(SqlConnection transaction, List<Entry> entries);
}
