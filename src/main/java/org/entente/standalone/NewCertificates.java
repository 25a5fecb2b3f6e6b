package org.entente.standalone;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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
 * Makes certificates. Apart from {@link GeneratedCertificates}, which most starts need only to look whether they are there: the
 * first class of Bouncy Castle costs a start the check of its signed archives.
 */
record NewCertificates(Instant now, SecureRandom random) {
    private static final int AUTHORITY_DAYS = 3650;
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final X500Principal AUTHORITY = new X500Principal("CN=Entente generated authority");
    private static final X500Principal SERVER = new X500Principal("CN=localhost,O=Entente generated");

    /** An authority that signs itself. */
    X509Certificate authority(KeyPair pair) throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = builder(AUTHORITY, AUTHORITY, pair.getPublic(), AUTHORITY_DAYS);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        return sign(builder, pair.getPrivate());
    }

    /** A server's, signed by the authority. */
    X509Certificate server(PublicKey key, X509Certificate authority, PrivateKey authorityKey)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder =
                builder(authority.getSubjectX500Principal(), SERVER, key, GeneratedCertificates.SERVER_DAYS);
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

    private JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey key, int days) {
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
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException unsigned) {
            throw new GeneralSecurityException(unsigned);
        }
    }
}
