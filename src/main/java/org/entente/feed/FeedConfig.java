package org.entente.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How server-sent events are served. Read at start-up. */
@ConfigMapping(prefix = "entente.feed")
public interface FeedConfig {

    /** How often a comment is sent, whatever else is; 100 ms to 5 min. */
    @WithDefault("15s")
    Duration heartbeatInterval();

    /** How soon changes made by other instances, and entries that have become due, are seen; 50 ms to 1 min. */
    @WithDefault("1s")
    Duration pollInterval();

    /** A reader that takes nothing for so long while there is something to send is cut off; 100 ms to 10 min. */
    @WithDefault("30s")
    Duration writeTimeout();

    /**
     * After so long a stream ends, and its reader connects again with its last id; whatever goes wrong with what should end it
     * sooner, it lasts no longer. 1 s to 1 day.
     */
    @WithDefault("15m")
    Duration durationMax();

    /** Streams of one partner on this instance at once; 1 to 100. */
    @WithDefault("4")
    int streamsPerPartner();

    /** Streams on this instance at once; 1 to 10,000. */
    @WithDefault("200")
    int streamsMax();

    /** Events read for a stream at once; 1 to 1,000. Fewer for a reader that takes them slowly. */
    @WithDefault("100")
    int pageEntries();

    /** Pages held at once, for all streams; 1 to 1,000. A stream that waits for its reader holds one event. */
    @WithDefault("16")
    int pagesMax();
}
