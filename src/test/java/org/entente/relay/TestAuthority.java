package org.entente.relay;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of a broker and of subscribers, for as long as a test lasts. All are PEM text. */
public final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Authority of a test");

    private final KeyPair own = keys();
    private final Identity broker;
    private final String certificate;

    /** One that nobody knows yet. */
    public TestAuthority() {
        this.certificate = pem("CERTIFICATE", sign(NAME, own, true, Duration.ofDays(1)));
        this.broker = identity("CN=localhost");
    }

    /**
     * Whom a peer can prove to be.
     *
     * @param key PKCS #8
     */
    public record Identity(String key, String certificate) {}

    /** What peers trust. */
    public String certificate() {
        return certificate;
    }

    String brokerKey() {
        return broker.key();
    }

    String brokerCertificate() {
        return broker.certificate();
    }

    Identity identity(String subject) {
        return identity(subject, Duration.ofDays(1));
    }

    /** One that is good for so long from now, and for 127.0.0.1. */
    public Identity identity(String subject, Duration validity) {
        KeyPair keys = keys();
        return new Identity(
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                pem("CERTIFICATE", sign(new X500Principal(subject), keys, false, validity)));
    }

    private byte[] sign(X500Principal subject, KeyPair keys, boolean authority, Duration validity) {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    new BigInteger(64, new SecureRandom()).setBit(0),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(validity)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(own.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }
}
