package org.entente.mitigation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the index of mitigations. */
@ConfigMapping(prefix = "entente.mitigation")
interface MitigationConfig {

    /** Entries of the log that are indexed in one transaction. 1 to 10000. */
    @WithDefault("500")
    int indexBatch();

    /**
     * How soon the index sees what another instance of the exchange has put into the log; its own wakes it a little later. Also how long
     * it waits after a failure. 100 ms to 1 min.
     */
    @WithDefault("1s")
    Duration indexPoll();

    /** After this long a step of the index, or a query of a search, fails rather than wait on. */
    @WithDefault("30s")
    Duration queryTimeout();
}
