package org.entente.partner;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.CertificateCredential;
import io.quarkus.security.credential.PasswordCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.CertificateAuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Looks for a credential in a request: an {@code Authorization} header (Basic or Bearer), else a client certificate. A
 * credential that is there but proves nothing fails the request, so that a slip is never taken for a wish to stay
 * anonymous; with none the request goes on as nobody's. The identity providers of this package decide what it proves.
 */
@ApplicationScoped
class CallerAuthentication implements HttpAuthenticationMechanism {

    @Override
    public int getPriority() {
        // Before the framework's mechanisms, which would let in whom this package does not know.
        return DEFAULT_PRIORITY + 1000;
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(UsernamePasswordAuthenticationRequest.class, TokenAuthenticationRequest.class);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        Optional<AuthenticationRequest> shown;
        try {
            shown = shown(context.request());
        } catch (AuthenticationFailedException malformed) {
            return Uni.createFrom().failure(malformed);
        }
        return shown.map(request ->
                        identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(request, context)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private static Optional<AuthenticationRequest> shown(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Authorization");
        if (headers.isEmpty()) {
            return certificate(request)
                    .map(found -> new CertificateAuthenticationRequest(new CertificateCredential(found)));
        }
        if (headers.size() > 1) {
            throw new AuthenticationFailedException("More than one Authorization header");
        }
        AuthorizationHeader header = AuthorizationHeader.parse(headers.get(0));
        if (header instanceof AuthorizationHeader.Basic basic) {
            return Optional.of(new UsernamePasswordAuthenticationRequest(
                    basic.username(), new PasswordCredential(basic.password().toCharArray())));
        }
        if (header instanceof AuthorizationHeader.Bearer bearer) {
            return Optional.of(new TokenAuthenticationRequest(new JsonWebTokenCredential(bearer.token())));
        }
        throw new AuthenticationFailedException("Authorization is neither Basic nor Bearer");
    }

    private static Optional<X509Certificate> certificate(HttpServerRequest request) {
        if (!request.isSSL()) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = request.sslSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        // The headers are written where all failures are answered.
        return Uni.createFrom().item(new ChallengeData(HttpResponseStatus.UNAUTHORIZED.code(), null, null));
    }
}
