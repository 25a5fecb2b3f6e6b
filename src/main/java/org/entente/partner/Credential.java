package org.entente.partner;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A way to prove to be somebody, without any secret.
 *
 * @param id never reused
 * @param owner whom it proves
 * @param proof what has to be shown
 * @param createdAt when it was registered
 * @param createdBy the operator who registered it
 * @param secretSince when its present secret was made
 * @param secretBy by whom, who could have kept it
 */
public record Credential(
        UUID id, Owner owner, Proof proof, Instant createdAt, String createdBy, Instant secretSince, String secretBy) {

    /** The kinds, as stored. */
    public enum Kind {
        PASSWORD,
        TOKEN,
        CERTIFICATE;

        /** As the REST API spells it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> ofLabel(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** What has to be shown. */
    public sealed interface Proof {
        /** Which kind it is. */
        Kind kind();
    }

    /** User name and generated secret, as HTTP Basic. */
    public record Password(String username) implements Proof {
        @Override
        public Kind kind() {
            return Kind.PASSWORD;
        }
    }

    /** A token of this issuer about this subject; never an email, which changes hands. */
    public record TokenSubject(String issuer, String subject) implements Proof {
        @Override
        public Kind kind() {
            return Kind.TOKEN;
        }
    }

    /** Possession of the key of the certificate with this SHA-256, 64 lower-case hex digits. */
    public record Certificate(String fingerprint) implements Proof {
        @Override
        public Kind kind() {
            return Kind.CERTIFICATE;
        }
    }
}
