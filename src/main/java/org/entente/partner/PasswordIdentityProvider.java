package org.entente.partner;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.entente.partner.PasswordCheck.Attempt;
import org.jspecify.annotations.Nullable;

/** HTTP Basic. */
@ApplicationScoped
class PasswordIdentityProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final StoredPartners partners;
    private final PasswordCheck passwords;

    PasswordIdentityProvider(StoredPartners partners, PasswordCheck passwords) {
        this.partners = partners;
        this.passwords = passwords;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        Attempt shown = new Attempt(
                request.getUsername(), new String(request.getPassword().getPassword()), address(request));
        return partners.fresh()
                .chain(snapshot -> passwords
                        .remembered(snapshot, shown)
                        .map(known -> Uni.createFrom().item(Identities.of(snapshot, Optional.of(known))))
                        .orElseGet(() -> checked(snapshot, shown)));
    }

    /** Checking may take seconds: what the credential is then counts, not what it was. */
    private Uni<SecurityIdentity> checked(Snapshot snapshot, Attempt shown) {
        return passwords
                .check(snapshot, shown)
                .chain(proven ->
                        partners.fresh().map(now -> Identities.of(now, proven.flatMap(now.access()::unchanged))));
    }

    private static String address(UsernamePasswordAuthenticationRequest request) {
        @Nullable RoutingContext context = HttpSecurityUtils.getRoutingContextAttribute(request);
        @Nullable
        SocketAddress remote = context == null ? null : context.request().remoteAddress();
        return remote == null ? "" : CallerAddress.of(remote.hostAddress());
    }
}
