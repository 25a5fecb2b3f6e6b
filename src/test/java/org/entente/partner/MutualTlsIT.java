package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.entente.party.PartnerId;
import org.entente.testing.AnyServer;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;

/** Client certificates: known by their registered fingerprint, whoever signed them. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class MutualTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    PartnerService partners;

    @Inject
    CredentialService credentials;

    @TestHTTPResource(value = "/api/v1/me", tls = true)
    URI me;

    private record Client(KeyPair keys, X509Certificate certificate) {}

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static Client client(KeyPair signer, String issuer, Instant end) throws Exception {
        KeyPair own = signer == null ? keys() : signer;
        return client(own, own, issuer, end);
    }

    private static Client client(KeyPair own, KeyPair signer, String issuer, Instant end) throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                new BigInteger(64, new SecureRandom()),
                Date.from(end.minus(Duration.ofDays(10))),
                Date.from(end),
                new X500Principal("CN=client"),
                own.getPublic());
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        return new Client(own, certificate);
    }

    private static Client selfSigned() throws Exception {
        return client(null, "CN=client", Instant.now().plus(Duration.ofDays(1)));
    }

    private String registered(Client client) throws Exception {
        String name = People.partner(partners).username();
        register(name, client);
        return name;
    }

    private void register(String name, Client client) throws Exception {
        credentials
                .addCertificate(
                        new Owner.OfPartner(new PartnerId(name)),
                        new Credential.Certificate(Fingerprint.of(client.certificate())),
                        "test")
                .await()
                .atMost(PATIENCE);
    }

    private HttpResponse<String> call(Client client, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(me).timeout(PATIENCE);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newBuilder()
                .sslContext(context(client))
                .build()
                .send(request.build(), BodyHandlers.ofString());
    }

    private static SSLContext context(Client client) throws Exception {
        return AnyServer.context(client.keys().getPrivate(), client.certificate());
    }

    @Test
    void selfSignedCertificateProvesWhomItIsRegisteredFor() throws Exception {
        Client client = selfSigned();
        String name = registered(client);

        HttpResponse<String> answer = call(client, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(name);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void certificateOfAnAuthorityProvesWhomItIsRegisteredFor() throws Exception {
        Client client =
                client(keys(), keys(), "CN=Some authority", Instant.now().plus(Duration.ofDays(1)));
        String name = registered(client);

        assertThat(call(client, "").body()).contains(name);
    }

    @Test
    void certificateGivesATokenOverHttp2() throws Exception {
        Client client = selfSigned();
        registered(client);
        HttpRequest request = HttpRequest.newBuilder(me.resolve("/api/v1/tokens"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer =
                HttpClient.newBuilder().sslContext(context(client)).build().send(request, BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("expires_at");
    }

    @Test
    void streamEndsWithTheCertificateThatOpenedIt() throws Exception {
        String name = People.partner(partners).username();
        Client client = client(null, "CN=client", Instant.now().plusSeconds(6));
        register(name, client);
        HttpResponse<InputStream> stream = HttpClient.newBuilder()
                .sslContext(context(client))
                .build()
                .send(
                        HttpRequest.newBuilder(me.resolve("/api/v1/feed"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);

        Instant ended = CompletableFuture.supplyAsync(() -> endOf(stream)).get(30, TimeUnit.SECONDS);

        Instant end = client.certificate().getNotAfter().toInstant();
        assertThat(ended).isBetween(end, end.plusSeconds(5));
    }

    private static Instant endOf(HttpResponse<InputStream> stream) {
        try (InputStream in = stream.body()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException cutOff) {
            // The end that it is to have.
        }
        return Instant.now();
    }

    @Test
    void tokenRunsOutWithTheCertificateItWasIssuedFor() throws Exception {
        Client client = client(null, "CN=client", Instant.now().plusSeconds(50));
        registered(client);
        HttpResponse<String> issued = HttpClient.newBuilder()
                .sslContext(context(client))
                .build()
                .send(
                        HttpRequest.newBuilder(me.resolve("/api/v1/tokens"))
                                .timeout(PATIENCE)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());

        assertThat(Instant.parse(JsonPath.from(issued.body()).getString("expires_at")))
                .isEqualTo(client.certificate().getNotAfter().toInstant());
    }

    @Test
    void unregisteredCertificateProvesNothing() throws Exception {
        HttpResponse<String> answer = call(selfSigned(), "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void sameNameInAnotherCertificateProvesNothing() throws Exception {
        registered(selfSigned());

        assertThat(call(selfSigned(), "").statusCode()).isEqualTo(401);
    }

    @Test
    void expiredCertificateProvesNothing() throws Exception {
        Client client = client(null, "CN=client", Instant.now().minus(Duration.ofDays(1)));
        registered(client);

        assertThat(call(client, "").statusCode()).isEqualTo(401);
    }

    @Test
    void certificateOfASuspendedPartnerIsRefusedAtOnce() throws Exception {
        Client client = selfSigned();
        String name = registered(client);

        partners.suspend(new PartnerId(name), "test").await().atMost(PATIENCE);

        assertThat(call(client, "").statusCode()).isEqualTo(401);
    }

    @Test
    void statedCredentialCountsBeforeTheCertificate() throws Exception {
        Client client = selfSigned();
        registered(client);
        IssuedPassword other = People.partner(partners);

        assertThat(call(client, basic(other.username(), other.password())).body())
                .contains(other.username());
        assertThat(call(client, basic(other.username(), "wrong")).statusCode()).isEqualTo(401);
    }

    private static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
