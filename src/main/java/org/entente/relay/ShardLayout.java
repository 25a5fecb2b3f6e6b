package org.entente.relay;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Into how many shards partners are divided, recorded when the relay first ran. */
final class ShardLayout {

    /** Each keeps a connection of the pool of twenty for itself. */
    private static final int SHARDS_MAX = 8;

    private ShardLayout() {}

    /**
     * Lets start-up go on with the recorded number only: with another, partners would change to shards that are at other
     * positions, and some entries would be sent twice, others never.
     *
     * @throws IllegalStateException with a sentence that says what to set
     */
    static void confirm(int shards, Pool pool, Answers answers) {
        if (shards < 1 || shards > SHARDS_MAX) {
            throw new IllegalStateException("Set entente.relay.shards to a number from 1 to " + SHARDS_MAX);
        }
        int recorded = answers.of(pool.preparedQuery("INSERT INTO relay_layout (shards) VALUES ($1)"
                                + " ON CONFLICT (only_row) DO UPDATE SET shards = relay_layout.shards RETURNING shards")
                        .execute(Tuple.of(shards)))
                .iterator()
                .next()
                .getInteger(0);
        if (recorded != shards) {
            throw new IllegalStateException("Set entente.relay.shards to " + recorded
                    + ": the relay has run with that many shards, and with " + shards
                    + " it would send some entries twice and others never");
        }
    }
}
