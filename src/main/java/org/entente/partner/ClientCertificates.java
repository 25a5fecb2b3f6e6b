package org.entente.partner;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.net.impl.TrustAllTrustManager;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets clients show any certificate in the TLS handshake, self-signed ones included.
 *
 * <p>This is sound because showing one proves only that the client holds its key, which TLS checks by itself (the
 * CertificateVerify message), and because {@link CertificateIdentityProvider} then knows a certificate by its registered
 * fingerprint alone. An authority's signature would add nothing to that; where a rule demands one nevertheless,
 * {@link PartnerSettings#clientAuthoritiesOnly} keeps the configured trust store in charge of the handshake.
 */
@ApplicationScoped
class ClientCertificates implements HttpServerOptionsCustomizer {

    private final PartnerSettings settings;

    ClientCertificates(PartnerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (options.getClientAuth() != ClientAuth.NONE && !settings.clientAuthoritiesOnly()) {
            options.setTrustOptions(TrustOptions.wrap(TrustAllTrustManager.INSTANCE));
        }
    }
}
