package org.entente.partner;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.CertificateAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;

/**
 * Mutual TLS. The handshake has proven that the client holds the certificate's key; this decides, by fingerprint alone,
 * whose it is. The name inside a certificate decides nothing: whoever signs certificates could write any.
 */
@ApplicationScoped
class CertificateIdentityProvider implements IdentityProvider<CertificateAuthenticationRequest> {

    private final StoredPartners partners;
    private final Clock clock;

    CertificateIdentityProvider(StoredPartners partners, Clock clock) {
        this.partners = partners;
        this.clock = clock;
    }

    @Override
    public Class<CertificateAuthenticationRequest> getRequestType() {
        return CertificateAuthenticationRequest.class;
    }

    @Override
    public int priority() {
        // Before the framework's own, which accepts any certificate that the handshake accepted.
        return SYSTEM_FIRST + 1000;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            CertificateAuthenticationRequest request, AuthenticationRequestContext context) {
        X509Certificate certificate = request.getCertificate().getCertificate();
        Optional<Credential.Certificate> shown = valid(certificate);
        return partners.fresh()
                .map(snapshot -> Identities.of(
                        snapshot,
                        shown.flatMap(proof -> snapshot.access().find(proof)).map(Snapshot.Login::credential),
                        Optional.of(certificate.getNotAfter().toInstant())));
    }

    private Optional<Credential.Certificate> valid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return Optional.of(new Credential.Certificate(Fingerprint.of(certificate)));
        } catch (CertificateException expired) {
            return Optional.empty();
        }
    }
}
