package org.entente.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rules of retention are followed. Orders of operators to erase one object are carried out in any case. */
@ConfigMapping(prefix = "entente.retention")
interface RetentionConfig {

    /** Whether rules in force are followed by themselves. Otherwise only when an administrator starts a run. */
    @WithDefault("false")
    boolean enabled();

    /** From the beginning of one run to the next; at least 1 min. */
    @WithDefault("24h")
    Duration interval();

    /**
     * How long a run waits for partners to be told of what a policy took from them; then it ends, and what is due is left to the next.
     * Partners that cannot read are not waited for. 1 min to 24 h.
     */
    @WithDefault("1h")
    Duration patience();

    /** How often each instance looks whether there is something to do, and tries again what failed. 1 s to 10 min. */
    @WithDefault("30s")
    Duration look();

    /** Entries that are erased in one transaction, while nothing can be placed in the log. 1 to 5000. */
    @WithDefault("500")
    int batch();

    /** Between two of these, so that what comes in has its turn. */
    @WithDefault("100ms")
    Duration pause();

    /**
     * Topics are looked at once more so long after they held nothing erased: a delivery that was under way may have written since, and
     * was taken back.
     */
    @WithDefault("2m")
    Duration settling();

    /** After this long a query fails. */
    @WithDefault("60s")
    Duration queryTimeout();
}
