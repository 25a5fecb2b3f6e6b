package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/** An Authorization header of any content is read or refused, and no token but a signed one is accepted. */
class TokenFuzzTest {
    private final DefaultJWTParser tokens =
            new DefaultJWTParser(new JWTAuthContextInfo(newKey(), "https://issuer.example"));

    /** Loads the classes, so that the time limit of the first input is spent on the input. */
    TokenFuzzTest() {
        noHeaderFailsAndNoForgedTokenPasses("Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA".getBytes(StandardCharsets.UTF_8));
        noHeaderFailsAndNoForgedTokenPasses("Basic bWU6".getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "")
    void noHeaderFailsAndNoForgedTokenPasses(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.UTF_8);
        assertThat(isAccepted(AuthorizationHeader.parse(header))).isFalse();
    }

    private boolean isAccepted(AuthorizationHeader header) {
        if (!(header instanceof AuthorizationHeader.Bearer bearer)) {
            return false;
        }
        try {
            return tokens.parse(bearer.token()) != null;
        } catch (ParseException refused) {
            return false;
        }
    }

    private static PublicKey newKey() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has RSA", missing);
        }
    }
}
