package org.entente.taxii;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and opens the {@code next} of TAXII pages: a log position that its reader can neither read nor change, good for one
 * binding only. A cursor holds a place, never a right: what a page shows is decided anew for each. Thread safe.
 *
 * <p>AES-256-GCM under a key derived per binding, so that a forged, shared or replayed cursor does not open, and so that no
 * key ever meets so many random nonces that two might be equal. Keeping the same seal key over restarts keeps cursors good.
 */
final class CursorSeal {

    /** Anything shorter could be guessed offline from one cursor. */
    static final int SEAL_KEY_CHARACTERS_MIN = 32;

    private static final String PURPOSE = "entente taxii cursor 1\n";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SEALED_BYTES = NONCE_BYTES + Long.BYTES + TAG_BITS / 8;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec sealKey;

    /** @param sealKey the secret of this exchange, at least {@link #SEAL_KEY_CHARACTERS_MIN} characters */
    CursorSeal(String sealKey) {
        if (sealKey.length() < SEAL_KEY_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "entente.seal-key must be a random secret of at least " + SEAL_KEY_CHARACTERS_MIN + " characters");
        }
        this.sealKey = new SecretKeySpec(sealKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /**
     * @param position the last one the reader has passed
     * @param binding who reads what; the cursor opens with an equal binding only
     */
    String seal(long position, String binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding)
                    .doFinal(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(SEALED_BYTES)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no AES-256-GCM", impossible);
        }
    }

    /** The position, or empty when this exchange did not seal the text for this binding. */
    OptionalLong open(String text, String binding) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != SEALED_BYTES) {
                return OptionalLong.empty();
            }
            byte[] nonce = java.util.Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return OptionalLong.of(ByteBuffer.wrap(opened).getLong());
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return OptionalLong.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String binding) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(sealKey);
        byte[] key = mac.doFinal((PURPOSE + binding).getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
