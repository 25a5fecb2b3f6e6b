package org.entente.taxii;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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

    /** Objects on a page whatever the client asks for; 1 to 100,000. A page is held in memory while it is written. */
    @WithDefault("10000")
    int pageObjectsMax();

    /** Values in one filter; 1 to 1,000. More are refused. A request line holds about 80 object ids anyway. */
    @WithDefault("100")
    int filterValuesMax();
}
