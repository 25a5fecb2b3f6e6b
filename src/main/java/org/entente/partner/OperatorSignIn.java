package org.entente.partner;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/**
 * Signs operators in once for many requests, by the credentials REST takes on each, and as slowly where somebody guesses. Whoever
 * keeps a {@link Proof} must ask {@link #identity} with every request: it is nobody's any more as soon as the credential is
 * removed or has another secret, or the operator is gone. Thread safe.
 */
@ApplicationScoped
public class OperatorSignIn {

    private final StoredPartners partners;
    private final PasswordCheck passwords;

    OperatorSignIn(StoredPartners partners, PasswordCheck passwords) {
        this.partners = partners;
        this.passwords = passwords;
    }

    /**
     * What an operator has proven, without any secret.
     *
     * @param operator who
     * @param credential by which credential
     * @param secretSince and by which secret of it
     */
    public record Proof(OperatorId operator, UUID credential, Instant secretSince) {}

    /**
     * By user name and password; empty for everybody who is no operator.
     *
     * @param address whence, as the connection has it
     */
    public Uni<Optional<Proof>> byPassword(String username, String password, String address) {
        PasswordCheck.Attempt shown = new PasswordCheck.Attempt(username, password, CallerAddress.of(address));
        return partners.fresh()
                .chain(snapshot -> passwords.check(snapshot, shown))
                // Checking may have taken seconds: what the credential is now counts, not what it was.
                .chain(proven -> partners.fresh().map(now -> proven.flatMap(now.access()::unchanged)))
                .map(credential -> credential.flatMap(OperatorSignIn::proof));
    }

    /** By a token of an issuer that the request was authenticated with; empty for everybody who is no operator. */
    public static Optional<Proof> byToken(SecurityIdentity identity) {
        @Nullable Credential linked = identity.getAttribute(Identities.LINKED);
        return Optional.ofNullable(linked).flatMap(OperatorSignIn::proof);
    }

    private static Optional<Proof> proof(Credential credential) {
        return credential.owner() instanceof Owner.OfOperator of
                ? Optional.of(new Proof(of.operator(), credential.id(), credential.secretSince()))
                : Optional.empty();
    }

    /** The operator as a request sees it, with the roles of this moment; empty once the proof is worth nothing. */
    public Uni<Optional<SecurityIdentity>> identity(Proof earlier) {
        return partners.fresh()
                .map(snapshot -> Optional.ofNullable(snapshot.access().byId().get(earlier.credential()))
                        .map(Snapshot.Login::credential)
                        .filter(now -> proof(now).filter(earlier::equals).isPresent())
                        .filter(now -> snapshot.caller(now.owner()).isPresent())
                        .map(now -> Identities.of(snapshot, Optional.of(now))));
    }
}
