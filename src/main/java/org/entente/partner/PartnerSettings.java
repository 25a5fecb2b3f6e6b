package org.entente.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may call and how that is checked, keys {@code entente.access.*}. */
@ConfigMapping(prefix = "entente.access")
public interface PartnerSettings {

    /**
     * How long a token of the exchange's own is good for, PT1M to PT24H. It is refused earlier when its credential is
     * rotated or removed, or its partner suspended.
     */
    @WithDefault("PT1H")
    Duration tokenLifetime();

    /** How long a password that was right is remembered (hashed, in memory) after its last use, PT0S to PT1H. */
    @WithDefault("PT10M")
    Duration passwordMemory();

    /**
     * Whether a client certificate must also be signed by an authority in the server's trust store
     * ({@code quarkus.http.ssl.certificate.trust-store-*}). Off, any certificate may be shown; either way only one whose
     * fingerprint is registered proves anything.
     */
    @WithDefault("false")
    boolean clientAuthoritiesOnly();

    /**
     * How long whoever made a credential of an operator counts as that operator where a policy needs two persons, PT0S to
     * P30D. An exchange with one administrator has to wait as long after it made its first operators.
     */
    @WithDefault("PT72H")
    Duration coolingPeriod();

    /** How the first operator of an empty exchange comes about. */
    Bootstrap bootstrap();

    /** Keys {@code entente.access.bootstrap.*}. */
    interface Bootstrap {
        /**
         * A file whose first line is the password, 32 characters or more, of the operator {@code admin}, made at start-up when
         * there is no operator yet. Without it, and outside dev and standalone, an empty exchange has no operator and says so.
         */
        Optional<Path> adminSecretFile();
    }
}
