package org.entente.partner;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Optional;

/** From a proven credential to the identity that resources see. */
final class Identities {

    /** The {@link Credential} by which the caller proved itself; absent for callers with a token. */
    static final String CREDENTIAL = "entente.credential";

    /** The {@link Credential} to which the caller's token led; absent for all others. */
    static final String LINKED = "entente.credential.linked";

    private Identities() {}

    /** Fails, in the same words, for no credential and for one whose owner is suspended. */
    static SecurityIdentity of(Snapshot snapshot, Optional<Credential> proven) {
        return of(snapshot, proven, Optional.empty());
    }

    /** @param until when what was shown runs out */
    static SecurityIdentity of(Snapshot snapshot, Optional<Credential> proven, Optional<Instant> until) {
        Credential credential = proven.orElseThrow(Identities::refused);
        return builder(snapshot, credential, until)
                .addAttribute(CREDENTIAL, credential)
                .build();
    }

    /** The identity of a caller whose token leads to this credential. */
    static SecurityIdentity ofToken(Snapshot snapshot, Optional<Credential> linked, Optional<Instant> until) {
        Credential credential = linked.orElseThrow(Identities::refused);
        return builder(snapshot, credential, until)
                .addAttribute(LINKED, credential)
                .build();
    }

    private static QuarkusSecurityIdentity.Builder builder(
            Snapshot snapshot, Credential credential, Optional<Instant> until) {
        Caller caller = snapshot.caller(credential.owner()).orElseThrow(Identities::refused);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRoles(caller.roles())
                .addAttribute(Caller.ATTRIBUTE, caller)
                .addAttribute(Admission.ATTRIBUTE, new Admission(caller, credential, until));
    }

    static AuthenticationFailedException refused() {
        return new AuthenticationFailedException("No active partner or operator is proven");
    }
}
