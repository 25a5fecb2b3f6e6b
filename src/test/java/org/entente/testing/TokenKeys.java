package org.entente.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/**
 * A fresh key pair with which an exchange in the profile {@code prod} signs its tokens, in two files.
 *
 * @param secret a line of the private key, which nobody may ever see
 */
public record TokenKeys(Path privateKey, Path publicKey, String secret) {

    /** Makes them in a folder. */
    public static TokenKeys in(Path folder) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String key = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        return new TokenKeys(
                Files.writeString(folder.resolve("token.key"), key),
                Files.writeString(
                        folder.resolve("token.pub"),
                        pem("PUBLIC KEY", pair.getPublic().getEncoded())),
                key.lines().skip(1).findFirst().orElseThrow());
    }

    /** What the exchange is told of them. */
    public Map<String, String> environment() {
        return Map.of(
                "SMALLRYE_JWT_SIGN_KEY_LOCATION", privateKey.toString(),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", publicKey.toString());
    }

    private static String pem(String what, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
