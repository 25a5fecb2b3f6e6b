package org.entente.recall;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of recalls. */
@ConfigMapping(prefix = "entente.recall")
interface RecallConfig {

    /** How long after a look for narrowed policies and markings the next one comes. 50 ms to 1 min. */
    @WithDefault("500ms")
    Duration poll();
}
