package org.entente.console;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.entente.partner.OperatorSignIn;
import org.entente.partner.OperatorSignIn.Proof;

/**
 * Whose a request for a page is: the operator's whose session its cookie names, or nobody's. What else proves a caller counts for
 * nothing at pages, neither an {@code Authorization} nor a certificate: browsers send those on anybody's behalf. And a cookie
 * counts for nothing elsewhere. Thread safe.
 */
@ApplicationScoped
class SessionAuthentication implements HttpAuthenticationMechanism {

    /** The key under which a request of somebody signed in holds what its cookie does. */
    static final String SESSION = "entente.console.session";

    private static final SecurityIdentity NOBODY =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    private final Sessions sessions;
    private final OperatorSignIn operators;
    private final OidcDoor oidc;

    SessionAuthentication(Sessions sessions, OperatorSignIn operators, OidcDoor oidc) {
        this.sessions = sessions;
        this.operators = operators;
        this.oidc = oidc;
    }

    @Override
    public int getPriority() {
        // Before the one of package partner, which looks for callers of the API.
        return DEFAULT_PRIORITY + 2000;
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (!ConsoleAddress.isWithin(context)) {
            return Uni.createFrom().nullItem();
        }
        if (oidc.isAt(context)) {
            return oidc.comingBack(context, identities).map(proven -> proven.orElse(NOBODY));
        }
        Optional<String> shown =
                isForEverybody(context) ? Optional.empty() : ConsoleCookie.SESSION.read(context.request());
        return shown.map(id -> sessions.find(id).chain(found -> known(id, found, context)))
                .orElseGet(() -> Uni.createFrom().item(NOBODY));
    }

    private static boolean isForEverybody(RoutingContext context) {
        return context.request().path().startsWith(ConsoleAddress.ASSETS);
    }

    private Uni<SecurityIdentity> known(String id, Optional<Proof> proof, RoutingContext context) {
        if (proof.isEmpty()) {
            return Uni.createFrom().item(NOBODY);
        }
        return operators.identity(proof.get()).chain(identity -> {
            if (identity.isEmpty()) {
                return sessions.end(id).replaceWith(NOBODY);
            }
            context.put(SESSION, id);
            return Uni.createFrom().item(identity.get());
        });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        // Where to sign in is said where all failures are answered.
        return ConsoleAddress.isWithin(context)
                ? Uni.createFrom().item(new ChallengeData(HttpResponseStatus.UNAUTHORIZED.code(), null, null))
                : Uni.createFrom().nullItem();
    }
}
