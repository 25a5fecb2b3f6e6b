package org.entente.csaf;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of CSAF documents and their distribution. */
@ConfigMapping(prefix = "entente.csaf")
public interface CsafConfig {

    /**
     * The address under which the exchange is reached from outside, such as {@code https://exchange.example}, without a slash at its
     * end. Needed where a signing key is set; a standalone start takes its own HTTPS address. Documents hold it, and keep the one
     * they were made with.
     */
    Optional<String> baseUrl();

    /** The key that documents are signed with; without one the exchange provides no CSAF. */
    SigningKey signingKey();

    /** Keys {@code entente.csaf.signing-key.*}. */
    interface SigningKey {

        /** Path of a file with an OpenPGP secret key in ASCII armor, of version 4 and able to sign. */
        Optional<String> location();

        /** The passphrase of that key, where it has one. */
        Optional<String> passphrase();
    }

    /** Who publishes, as documents say; the name is {@code entente.advisory.publisher.name}. */
    Publisher publisher();

    /** Keys {@code entente.csaf.publisher.*}. */
    interface Publisher {

        /** {@code coordinator}, {@code discoverer}, {@code other}, {@code user} or {@code vendor}. */
        @WithDefault("coordinator")
        String category();

        /** An address under the publisher's control that names it; the base URL where it is not set. */
        Optional<String> namespace();

        /** How to reach the publisher, in words. */
        Optional<String> contactDetails();

        /** What gives it its authority, in words. */
        Optional<String> issuingAuthority();
    }

    /** Whether aggregators may list the provider. */
    @WithDefault("true")
    boolean listOnAggregators();

    /** Whether aggregators may keep copies of documents of TLP:WHITE; copies outlive a withdrawal. */
    @WithDefault("false")
    boolean mirrorOnAggregators();

    /**
     * Where security researchers write to, for {@code security.txt} (RFC 9116): {@code mailto:}, {@code https:} or {@code tel:}. Without
     * it there is no {@code security.txt}.
     */
    Optional<String> securityContact();

    /** Path of MITRE's list of weaknesses as CSV (id and name in the first columns), for test 6.1.11 of CSAF 2.0. */
    Optional<String> weaknessList();

    /** The largest document that is imported, in bytes; 1024 to 67108864. */
    @WithDefault("15000000")
    int documentBytesMax();
}
