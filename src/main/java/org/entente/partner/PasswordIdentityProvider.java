package org.entente.partner;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

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
        String password = new String(request.getPassword().getPassword());
        return partners.fresh()
                .chain(snapshot -> passwords.check(snapshot, request.getUsername(), password))
                // Checking may have taken seconds: who it is now counts, not who it was.
                .chain(proven -> partners.fresh().map(now -> Identities.of(now, proven)));
    }
}
