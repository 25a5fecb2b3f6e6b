package org.entente.advisory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of advisories. */
@ConfigMapping(prefix = "entente.advisory")
public interface AdvisoryConfig {

    /**
     * What tracking ids begin with: 2 to 20 capital letters and digits, a letter first. A change holds for advisories that are
     * begun later.
     */
    @WithDefault("ENTENTE")
    String trackingPrefix();

    /**
     * A directory of TrueType fonts ({@code *.ttf}) for PDF, asked for letters that the bundled ones have not, such as Chinese or
     * Devanagari. Read at start-up.
     */
    Optional<Path> fonts();

    /** Where the catalogue of known exploited vulnerabilities is fetched from, if anywhere. */
    KnownExploited kev();

    /** Keys {@code entente.advisory.kev.*}. */
    interface KnownExploited {

        /**
         * An http or https address that serves the catalogue as CISA publishes it; redirects are not followed. Not set: nothing is
         * fetched, and operators import it. It is kept in the audit trail and shown to operators: no secret belongs into it.
         */
        Optional<URI> url();

        /** How long after a fetch the next one comes; after one that failed it is ten minutes. 10 min to 7 days. */
        @WithDefault("6h")
        Duration interval();

        /** The longest that a fetch may take. 1 s to 10 min. */
        @WithDefault("1m")
        Duration timeout();

        /** The largest catalogue that is taken, in bytes; 1024 to 268435456. */
        @WithDefault("33554432")
        int bytesMax();
    }

    /** Under whose name advisories are published. */
    Publisher publisher();

    /** Keys {@code entente.advisory.publisher.*}. */
    interface Publisher {

        /**
         * The name of the organization that runs the exchange, on every advisory and in its STIX identity: 1 to 200 characters. A
         * changed name is another identity.
         */
        @WithDefault("Entente exchange")
        String name();
    }
}
