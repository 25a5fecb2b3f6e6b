package org.entente.relay;

import java.util.Set;
import org.entente.party.PartnerId;

/** The topics of partners. Called by shard threads, may block within time limits. */
interface FeedTopics {

    /**
     * Makes missing topics.
     *
     * @return those of the partners who still lack a topic
     * @throws RelayTrouble when Kafka cannot be asked
     */
    Set<PartnerId> ensure(Set<PartnerId> partners);
}
