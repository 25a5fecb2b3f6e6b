package org.entente.stix.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over the tokens of well-formed JSON, without the white space between them. */
public final class TokenDigest {
    private TokenDigest() {}

    /** The digest of the tokens in this slice, which must be well-formed JSON. */
    public static byte[] sha256(byte[] bytes, int start, int end) {
        MessageDigest digest = newDigest();
        int run = start;
        boolean inString = false;
        for (int at = start; at < end; at++) {
            byte unit = bytes[at];
            if (inString && unit == '\\') {
                at++;
            } else if (unit == '"') {
                inString = !inString;
            } else if (!inString && isSpace(unit)) {
                digest.update(bytes, run, at - run);
                run = at + 1;
            }
        }
        digest.update(bytes, run, end - run);
        return digest.digest();
    }

    private static boolean isSpace(byte unit) {
        return unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t';
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
