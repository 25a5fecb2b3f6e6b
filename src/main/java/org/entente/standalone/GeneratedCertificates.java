package org.entente.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

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
    private static final int AUTHORITY_DAYS = 3650;
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final X500Principal AUTHORITY = new X500Principal("CN=Entente generated authority");
    private static final X500Principal SERVER = new X500Principal("CN=localhost,O=Entente generated");

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
            boolean newAuthority = !Files.exists(authorityKeyFile) || expiresSoon(authorityFile());
            if (newAuthority) {
                KeyPair pair = newKeyPair();
                X509Certificate certificate = authority(pair);
                OwnerOnlyFiles.write(
                        authorityKeyFile,
                        GeneratedSecrets.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                OwnerOnlyFiles.write(authorityFile(), pem(certificate));
            }
            if (newAuthority || !Files.exists(serverKeyFile()) || expiresSoon(serverFile())) {
                X509Certificate authority = read(authorityFile());
                KeyPair pair = newKeyPair();
                X509Certificate certificate = server(pair.getPublic(), authority, readKey(authorityKeyFile));
                OwnerOnlyFiles.write(
                        serverKeyFile(),
                        GeneratedSecrets.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                OwnerOnlyFiles.write(serverFile(), pem(certificate) + pem(authority));
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new StandaloneException("The certificate for HTTPS and Kafka could not be made in " + folder, e);
        }
    }

    private X509Certificate authority(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder = builder(AUTHORITY, AUTHORITY, pair.getPublic(), now, AUTHORITY_DAYS);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        return sign(builder, pair.getPrivate());
    }

    private X509Certificate server(PublicKey key, X509Certificate authority, PrivateKey authorityKey)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        JcaX509v3CertificateBuilder builder =
                builder(authority.getSubjectX500Principal(), SERVER, key, clock.instant(), SERVER_DAYS);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(authority));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        return sign(builder, authorityKey);
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, int days) {
        // An hour back, for clients whose clock is a little behind; a serial of 127 random bits, as CAs are asked to
        // use.
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).setBit(0),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(days))),
                subject,
                key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
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
