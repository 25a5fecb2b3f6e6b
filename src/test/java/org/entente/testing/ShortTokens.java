package org.entente.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Tokens of the exchange that run out while a test waits: signed by its own key, so for tests in its own process. */
public final class ShortTokens {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ShortTokens() {}

    /** The same as an issued token, but for its end. */
    public static String until(Instant end, String issued) {
        try {
            Map<String, Object> claims = JSON.readValue(
                    new String(Base64.getUrlDecoder().decode(issued.split("\\.")[1]), UTF_8), new TypeReference<>() {});
            return Jwt.claims(claims).expiresAt(end).sign();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
