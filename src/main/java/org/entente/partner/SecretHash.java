package org.entente.partner;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted PBKDF2-HMAC-SHA256 of a secret, as text {@code pbkdf2-sha256$iterations$salt$hash}. Blocking: some ten
 * milliseconds of processor time a call. Thread safe.
 */
final class SecretHash {

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final String NAME = "pbkdf2-sha256";

    /**
     * Far fewer than for passwords people choose: these secrets are 256 random bits, which no number of guesses finds, and
     * every guess costs the exchange the same time as the guesser.
     */
    private static final int ITERATIONS = 20_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Compared with when there is nothing to compare with, so that an unknown name takes as long as a known one. */
    private static final String DECOY = of("no secret has this hash");

    private SecretHash() {}

    /** 256 random bits, as 43 characters that need no quoting anywhere. */
    static String newSecret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String of(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$",
                NAME,
                Integer.toString(ITERATIONS),
                base64.encodeToString(salt),
                base64.encodeToString(derive(secret, salt, ITERATIONS)));
    }

    /** Whether the stored text is the hash of the secret; a text of another form matches nothing. */
    static boolean matches(String stored, String secret) {
        String[] parts = stored.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(NAME)) {
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] derived = derive(secret, base64.decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(derived, base64.decode(parts[3]));
    }

    /** Takes as long as {@link #matches} and is always false. */
    static boolean matchesNothing(String secret) {
        return matches(DECOY, secret) && false;
    }

    private static byte[] derive(String secret, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}
