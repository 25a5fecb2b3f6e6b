package org.entente.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the search. */
@ConfigMapping(prefix = "entente.search")
interface SearchConfig {

    /** Entries of the log that are indexed in one transaction. 1 to 10000. */
    @WithDefault("1000")
    int indexBatch();

    /**
     * How soon the index sees what another instance of the exchange has put into the log; its own wakes it a little later. Also how long
     * it waits after a failure. 100 ms to 1 min.
     */
    @WithDefault("1s")
    Duration indexPoll();

    /** After this long a step of the index, a query or a search as a whole (503) fails rather than wait on. */
    @WithDefault("30s")
    Duration queryTimeout();
}
