package org.entente.partner;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Tokens that the exchange itself issues, for callers who have shown another credential. Possible only where a signing key
 * is configured ({@code smallrye.jwt.sign.key.location}); issuer and audience are those that {@code mp.jwt.verify}
 * demands. Thread safe.
 */
@ApplicationScoped
class OwnTokens {

    private static final Duration LIFETIME_MIN = Duration.ofMinutes(1);
    private static final Duration LIFETIME_MAX = Duration.ofHours(24);

    /** Marks our own and names the credential, so that the token falls with it. */
    private static final String CREDENTIAL_CLAIM = "entente_credential";

    private static final String SECRET_SINCE_CLAIM = "entente_secret_since";

    private final Clock clock;
    private final HashThreads threads;
    private final Duration lifetime;
    private final boolean enabled;
    private final String issuer;
    private final Set<String> audiences;

    OwnTokens(
            Clock clock,
            HashThreads threads,
            PartnerSettings settings,
            @ConfigProperty(name = "smallrye.jwt.sign.key.location") Optional<String> signingKey,
            @ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer,
            @ConfigProperty(name = "mp.jwt.verify.audiences") Optional<Set<String>> audiences) {
        this.clock = clock;
        this.threads = threads;
        this.lifetime = settings.tokenLifetime();
        this.enabled = signingKey.isPresent() && issuer.isPresent();
        this.issuer = issuer.orElse("");
        this.audiences = audiences.orElse(Set.of());
        if (lifetime.compareTo(LIFETIME_MIN) < 0 || lifetime.compareTo(LIFETIME_MAX) > 0) {
            throw new IllegalArgumentException(
                    "entente.access.token-lifetime must be PT1M to PT24H; it is " + lifetime);
        }
    }

    /** Whether this exchange issues tokens at all. */
    boolean isEnabled() {
        return enabled;
    }

    /**
     * A token for whoever has shown the credential. Call only when enabled.
     *
     * @param until when what was shown runs out, and the token with it at the latest
     */
    Uni<IssuedToken> issue(Credential credential, Optional<Instant> until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant full = now.plus(lifetime);
        Instant end = until.filter(full::isAfter).orElse(full);
        return threads.run(() -> new IssuedToken(sign(credential, now, end), end));
    }

    private String sign(Credential credential, Instant now, Instant end) {
        return Jwt.issuer(issuer)
                .audience(audiences)
                .subject(credential.owner().name())
                .upn(credential.owner().name())
                .issuedAt(now)
                .expiresAt(end)
                .claim(CREDENTIAL_CLAIM, credential.id().toString())
                .claim(
                        SECRET_SINCE_CLAIM,
                        Long.toString(credential.secretSince().toEpochMilli()))
                .sign();
    }

    boolean isOwn(JsonWebToken token) {
        return enabled && issuer.equals(token.getIssuer()) && token.containsClaim(CREDENTIAL_CLAIM);
    }

    /** The credential an own token was issued for, while that has the same secret and owner. */
    Optional<Credential> credential(Snapshot snapshot, JsonWebToken token) {
        return id(token)
                .map(snapshot.access().byId()::get)
                .map(Snapshot.Login::credential)
                .filter(credential -> Long.toString(credential.secretSince().toEpochMilli())
                        .equals(token.getClaim(SECRET_SINCE_CLAIM)))
                .filter(credential -> credential.owner().name().equals(token.getSubject()));
    }

    private static Optional<UUID> id(JsonWebToken token) {
        try {
            String id = token.getClaim(CREDENTIAL_CLAIM);
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
