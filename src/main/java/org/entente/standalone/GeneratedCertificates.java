package org.entente.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A certificate authority of this data directory's own and a server certificate for HTTPS and Kafka, as PEM files.
 *
 * <p>Both use P-256, which every TLS 1.2 and 1.3 client takes and which costs a handshake least. The server certificate names
 * {@code localhost}, 127.0.0.1 and ::1, and is renewed at a start in the last {@value #RENEW_DAYS} days of its {@value
 * #SERVER_DAYS}; the authority stays, so that clients which trust it go on working. Not thread-safe.
 */
final class GeneratedCertificates {
    /** Public TLS clients refuse server certificates valid for longer than this. */
    static final int SERVER_DAYS = 397;

    static final int RENEW_DAYS = 30;

    private final Path folder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    GeneratedCertificates(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Where the authority's certificate is; clients are told to trust it. */
    Path authorityFile() {
        return folder.resolve("ca.pem");
    }

    /** Where the server's certificate is, followed by the authority's. */
    Path serverFile() {
        return folder.resolve("server.pem");
    }

    /** Where the server's private key is, PKCS #8. */
    Path serverKeyFile() {
        return folder.resolve("server-key.pem");
    }

    /** Makes what is missing or about to expire. */
    void ensure() throws IOException {
        try {
            Path authorityKeyFile = folder.resolve("ca-key.pem");
            Instant now = clock.instant();
            boolean newAuthority = !Files.exists(authorityKeyFile) || expiresSoon(authorityFile());
            if (newAuthority) {
                KeyPair pair = newKeyPair();
                X509Certificate certificate = new NewCertificates(now, random).authority(pair);
                OwnerOnlyFiles.write(
                        authorityKeyFile,
                        GeneratedSecrets.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                OwnerOnlyFiles.write(authorityFile(), pem(certificate));
            }
            if (newAuthority || !Files.exists(serverKeyFile()) || expiresSoon(serverFile())) {
                X509Certificate authority = read(authorityFile());
                KeyPair pair = newKeyPair();
                X509Certificate certificate =
                        new NewCertificates(now, random).server(pair.getPublic(), authority, readKey(authorityKeyFile));
                OwnerOnlyFiles.write(
                        serverKeyFile(),
                        GeneratedSecrets.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                OwnerOnlyFiles.write(serverFile(), pem(certificate) + pem(authority));
            }
        } catch (GeneralSecurityException e) {
            throw new StandaloneException("The certificate for HTTPS and Kafka could not be made in " + folder, e);
        }
    }

    private KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private boolean expiresSoon(Path certificateFile) throws IOException, GeneralSecurityException {
        if (!Files.exists(certificateFile)) {
            return true;
        }
        Instant renewFrom = read(certificateFile).getNotAfter().toInstant().minus(Duration.ofDays(RENEW_DAYS));
        return !clock.instant().isBefore(renewFrom);
    }

    private static X509Certificate read(Path certificateFile) throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificateFile)));
    }

    private static PrivateKey readKey(Path keyFile) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(keyFile, StandardCharsets.US_ASCII)
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return GeneratedSecrets.pem("CERTIFICATE", certificate.getEncoded());
    }
}
