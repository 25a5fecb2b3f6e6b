package org.entente.partner;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** A parsed {@code Authorization} header (RFC 7617, RFC 6750). */
sealed interface AuthorizationHeader {

    /** HTTP Basic. */
    record Basic(String username, String password) implements AuthorizationHeader {
        @Override
        public String toString() {
            return "Basic[" + username + "]";
        }
    }

    /** A bearer token. */
    record Bearer(String token) implements AuthorizationHeader {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /** Anything else. */
    record Malformed() implements AuthorizationHeader {}

    /** Never fails: what cannot be read is malformed. */
    static AuthorizationHeader parse(String header) {
        String text = header.trim();
        int space = text.indexOf(' ');
        if (space < 0) {
            return new Malformed();
        }
        String rest = text.substring(space + 1).trim();
        return switch (text.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(rest);
            case "bearer" -> rest.isEmpty() || rest.indexOf(' ') >= 0 ? new Malformed() : new Bearer(rest);
            default -> new Malformed();
        };
    }

    private static AuthorizationHeader basic(String encoded) {
        try {
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 1 ? new Malformed() : new Basic(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Malformed();
        }
    }
}
