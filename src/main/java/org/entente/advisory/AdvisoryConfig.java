package org.entente.advisory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
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
