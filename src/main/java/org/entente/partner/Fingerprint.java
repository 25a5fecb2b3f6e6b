package org.entente.partner;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** SHA-256 of a certificate's DER form, as 64 lower-case hex digits. Pure. */
final class Fingerprint {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    private Fingerprint() {}

    static String of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Reads what openssl prints: upper or lower case, with or without colons. */
    static Optional<String> tryParse(String text) {
        return Optional.of(text.replace(":", "").toLowerCase(Locale.ROOT))
                .filter(digits -> SHAPE.matcher(digits).matches());
    }
}
