package org.entente.console;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signing in with an issuer of OpenID Connect (authorization code flow), on one address. All it gives is whom the issuer has
 * proven; the session that follows is one of the console's own. Thread safe.
 */
@ApplicationScoped
class OidcDoor {

    static final String PATH = ConsoleAddress.ROOT + "/oidc";

    /** What the framework would know a browser by from then on. */
    private static final String FRAMEWORKS_SESSION = "q_session";

    private final OidcAuthenticationMechanism mechanism;
    private final boolean open;

    OidcDoor(
            OidcAuthenticationMechanism mechanism,
            @ConfigProperty(name = "quarkus.oidc.console.tenant-enabled", defaultValue = "false") boolean open) {
        this.mechanism = mechanism;
        this.open = open;
    }

    /** Whether an issuer is configured. */
    boolean isOpen() {
        return open;
    }

    /** Whether the request is for this door. */
    boolean isAt(RoutingContext context) {
        return open && PATH.equals(context.request().path());
    }

    /** Whoever comes back from the issuer; empty for somebody who has not been there. */
    Uni<Optional<SecurityIdentity>> comingBack(RoutingContext context, IdentityProviderManager identities) {
        return mechanism
                .authenticate(context, identities)
                .map(Optional::ofNullable)
                .onFailure(OidcDoor::isRefusal)
                .transform(AuthenticationFailedException::new);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthenticationCompletionException
                || failure instanceof AuthenticationRedirectException;
    }

    /** Sends the browser to the issuer. */
    Uni<Response> toIssuer(RoutingContext context) {
        return mechanism
                .getChallenge(context)
                .map(challenge -> Response.status(challenge.status)
                        .header(String.valueOf(challenge.headerName), challenge.headerContent)
                        .build());
    }

    /** Leaves nothing of the framework's in the browser: it would sign in again whom the console has signed out. */
    static void forget(RoutingContext context) {
        context.request().cookies().stream()
                .map(cookie -> cookie.getName())
                .filter(name -> name.startsWith(FRAMEWORKS_SESSION))
                // Request and answer share one jar, which must not change while it is read.
                .toList()
                .forEach(name -> context.response().removeCookie(name));
    }
}
