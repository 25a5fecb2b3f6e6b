package org.entente.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the log. */
@ConfigMapping(prefix = "entente.log")
interface LogConfig {

    /**
     * How many waiting assertions the sequencer takes at a time; the submission that the last of them belongs to is always
     * taken whole. 1 to 100000.
     */
    @WithDefault("5000")
    int sequencerBatch();

    /**
     * How soon the sequencer sees what another instance of the exchange has appended. Its own instance wakes it at once. 10 ms
     * to 10 s.
     */
    @WithDefault("50ms")
    Duration sequencerPoll();

    /**
     * How long the sequencer lets assertions gather after a batch that was not half full. Adds as much to the time until an object
     * is out, at most. 0 to 1 s.
     */
    @WithDefault("5ms")
    Duration sequencerGather();

    /** How long an instance waits before it tries again to become the sequencer, or after a failure. 100 ms to 1 min. */
    @WithDefault("1s")
    Duration sequencerRetry();

    /** Bytes of content after which a read stops early, however many entries were asked for. At least 64 KiB. */
    @WithDefault("8388608")
    long readBytesMax();

    /** After this long a query of the log fails rather than wait on. */
    @WithDefault("30s")
    Duration queryTimeout();
}
