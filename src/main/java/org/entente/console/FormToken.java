package org.entente.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a form must hold to have come from a page of ours: made of the cookie, which another site can neither read nor set, and
 * telling nothing of it.
 */
final class FormToken {

    /** The name of the form's field. */
    static final String FIELD = "token";

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "entente console form".getBytes(StandardCharsets.US_ASCII);

    private FormToken() {}

    static String of(String cookie) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.US_ASCII), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(PURPOSE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        }
    }

    /** In the same time wherever they differ. */
    static boolean fits(String shown, String cookie) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), of(cookie).getBytes(StandardCharsets.UTF_8));
    }
}
