package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.Set;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * What was submitted and is kept back from the log until somebody decides. A port: a recall must reach it too, and this package
 * knows nothing of reviews.
 */
public interface HeldAssertions {

    /** Whose assertions of the object wait. */
    Uni<Set<PartnerId>> waits(StixId object, Optional<PartnerId> submitter);

    /**
     * Refuses what waits, in the transaction of a recall; what is being released at the same time is in the queue of the log
     * when this returns.
     *
     * @param by who recalls
     * @param reason that the submitter reads
     */
    Uni<Void> refuse(SqlConnection transaction, StixId object, Optional<PartnerId> submitter, String by, String reason);
}
