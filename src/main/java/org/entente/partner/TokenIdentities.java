package org.entente.partner;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Bearer tokens. SmallRye JWT has checked signature, issuer and times; this decides whose the token is, by issuer and
 * subject or, for the exchange's own tokens, by the credential they were issued for. What a token claims about roles or
 * groups counts for nothing.
 */
@ApplicationScoped
class TokenIdentities implements SecurityIdentityAugmentor {

    private final StoredPartners partners;
    private final OwnTokens ownTokens;

    TokenIdentities(StoredPartners partners, OwnTokens ownTokens) {
        this.partners = partners;
        this.ownTokens = ownTokens;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || identity.getAttribute(Caller.ATTRIBUTE) != null) {
            return Uni.createFrom().item(identity);
        }
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            // Some other way to sign in that the framework offers: nobody here has said whose it is.
            return Uni.createFrom().failure(Identities.refused());
        }
        return partners.fresh().map(snapshot -> Identities.ofToken(snapshot, credential(snapshot, token), end(token)));
    }

    private static Optional<Instant> end(JsonWebToken token) {
        long seconds = token.getExpirationTime();
        return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    private Optional<Credential> credential(Snapshot snapshot, JsonWebToken token) {
        if (ownTokens.isOwn(token)) {
            return ownTokens.credential(snapshot, token);
        }
        String issuer = token.getIssuer();
        String subject = token.getSubject();
        return issuer == null || subject == null
                ? Optional.empty()
                : snapshot.access()
                        .find(new Credential.TokenSubject(issuer, subject))
                        .map(Snapshot.Login::credential);
    }
}
