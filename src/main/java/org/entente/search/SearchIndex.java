package org.entente.search;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.entente.log.LogFollower;
import org.entente.log.LogReader;

/**
 * Follows the log and keeps the index of terms. Of all instances one works at a time: the one whose transaction has the cursor's
 * row. What it had not committed when it broke off is done again by the next.
 */
@ApplicationScoped
class SearchIndex {

    private final Pool pool;
    private final SearchConfig config;
    private final LogFollower follower;

    SearchIndex(Pool pool, LogReader log, SearchConfig config) {
        this.pool = pool;
        this.config = config;
        this.follower = new LogFollower("search", log, this::step, config.indexPoll());
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }

    private Uni<Boolean> step() {
        return pool.withTransaction(transaction -> new IndexRows(transaction, config.indexBatch()).step())
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }
}
