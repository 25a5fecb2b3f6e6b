package org.entente.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and opens cursors, such as the {@code next} of TAXII pages: a place in the log that its reader can neither read nor
 * change, good for one binding only. A cursor holds a place, never a right: what is shown is decided anew each time. Thread
 * safe.
 *
 * <p>AES-256-GCM under a key derived per binding, so that a forged, shared or replayed cursor does not open, and so that no
 * key ever meets so many random nonces that two might be equal. Keeping the same seal key over restarts keeps cursors good.
 */
public final class CursorSeal {

    /** Anything shorter could be guessed offline from one cursor. */
    static final int SEAL_KEY_CHARACTERS_MIN = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec sealKey;
    private final String purpose;

    /**
     * @param sealKey the secret of this exchange, at least {@link #SEAL_KEY_CHARACTERS_MIN} characters
     * @param purpose what the cursors are of, such as {@code taxii}; those of one purpose do not open for another
     */
    public CursorSeal(String sealKey, String purpose) {
        if (sealKey.length() < SEAL_KEY_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "entente.seal-key must be a random secret of at least " + SEAL_KEY_CHARACTERS_MIN + " characters");
        }
        this.sealKey = new SecretKeySpec(sealKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.purpose = "entente " + purpose + " cursor 1\n";
    }

    /**
     * @param place the last one the reader has passed
     * @param binding who reads what; the cursor opens with an equal binding only
     */
    public String seal(long place, String binding) {
        return seal(new long[] {place}, binding);
    }

    /** The same for a place in several orders at once. */
    public String seal(long[] places, String binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteBuffer plain = ByteBuffer.allocate(places.length * Long.BYTES);
        plain.asLongBuffer().put(places);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(plain.array());
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no AES-256-GCM", impossible);
        }
    }

    /** The place, or empty when this exchange did not seal the text for this binding. */
    public OptionalLong open(String text, String binding) {
        Optional<long[]> places = open(text, 1, binding);
        return places.isPresent() ? OptionalLong.of(places.get()[0]) : OptionalLong.empty();
    }

    /**
     * The places, or empty when this exchange did not seal the text for this binding.
     *
     * @param count how many were sealed
     */
    public Optional<long[]> open(String text, int count, String binding) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != NONCE_BYTES + count * Long.BYTES + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            long[] places = new long[count];
            ByteBuffer.wrap(opened).asLongBuffer().get(places);
            return Optional.of(places);
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String binding) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(sealKey);
        byte[] key = mac.doFinal((purpose + binding).getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
