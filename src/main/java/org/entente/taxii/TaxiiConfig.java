package org.entente.taxii;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the TAXII side presents itself, and how much it gives at once. Read at start-up. */
@ConfigMapping(prefix = "entente.taxii")
public interface TaxiiConfig {

    /** What discovery and the API root call this exchange. */
    @WithDefault("Entente exchange")
    String title();

    /** A sentence about it; left out of the answers when unset. */
    Optional<String> description();

    /** Whom to ask, such as a mail address; left out of the answers when unset. */
    Optional<String> contact();

    /** Objects on a page when the client names no limit; 1 to {@link #pageObjectsMax}. */
    @WithDefault("1000")
    int pageObjects();

    /** Objects on a page whatever the client asks for; 1 to 100,000. While a page is sent, each takes twelve bytes of memory. */
    @WithDefault("10000")
    int pageObjectsMax();

    /** Values in one filter; 1 to 1,000. More are refused. A request line holds about 80 object ids anyway. */
    @WithDefault("100")
    int filterValuesMax();

    /** A reader that takes nothing of a long page for so long is cut off; 100 ms to 10 min. */
    @WithDefault("30s")
    Duration writeTimeout();

    /** A long page that is not taken whole after so long is broken off; 1 s to 1 h. */
    @WithDefault("10m")
    Duration pageDurationMax();

    /** Long pages under way to one partner from this instance at once; 1 to 1,000. More are refused with 429. */
    @WithDefault("100")
    int streamsPerPartner();

    /** Long pages under way from this instance at once; 1 to 10,000. More are refused with 503. */
    @WithDefault("1000")
    int streamsMax();
}
