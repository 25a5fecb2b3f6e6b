package org.entente.relay;

/** Where a shard finds how far it has come. Called by the shard's own thread, may block within time limits. */
interface ProgressStore {

    /**
     * What was last committed for the shard, after whoever produced for it before was fenced.
     *
     * @throws RelayTrouble when it cannot be known now; starting anywhere else would lose or repeat records
     */
    ShardState committed(int shard);

    /** Keeps a copy outside Kafka, for when Kafka forgets; may be behind, never ahead. */
    void mark(int shard, ShardState committed);
}
