package org.entente.release.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.entente.stix.StixId;

/**
 * The ids of views. Within a scope an id always has the same pseudonym; without the exchange's key nobody can tell whose
 * pseudonym it is, nor whether two of different scopes are the same object's. The exchange finds the way back without keeping
 * a table, so that a reader can ask for an object by the id it knows.
 *
 * <p>A Feistel network over the 122 free bits of a UUID, tweaked by scope, type and the bits that are not free. A plain hash
 * would let a reader that guesses an id confirm its guess. What comes out looks like a UUID of version 5, variant 10, as
 * STIX asks of an id made from something (§2.9). Thread safe.
 */
public final class Pseudonyms {

    /** Anything shorter could be guessed offline from a known pair of ids. */
    static final int SEAL_KEY_CHARACTERS_MIN = 32;

    private static final String PURPOSE = "entente view id 1\n";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Luby and Rackoff need four; ten is what FF1 takes for halves that are not tiny. */
    private static final int ROUNDS = 10;

    private static final int HALF_BITS = 61;
    private static final long HALF_MASK = (1L << HALF_BITS) - 1;
    private static final int BLOCK_BYTES = 16;

    private static final int VERSION = 5;

    /** Variant 10 of RFC 4122. */
    private static final int VARIANT = 2;

    /** Versions an original may have, the usual ones first; intake takes 1 to 5, and others may come. */
    private static final int[] ORIGINAL_VERSIONS = {4, 5, 1, 3, 2, 6, 7, 8};

    private final SecretKeySpec key;

    private Pseudonyms(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /**
     * @param sealKey the secret of this exchange; the same key gives the same pseudonyms
     * @throws IllegalArgumentException when it is shorter than {@value #SEAL_KEY_CHARACTERS_MIN} characters
     */
    public static Pseudonyms of(String sealKey) {
        if (sealKey.length() < SEAL_KEY_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "entente.seal-key must be a random secret of at least " + SEAL_KEY_CHARACTERS_MIN + " characters");
        }
        byte[] master = sealKey.getBytes(StandardCharsets.UTF_8);
        return new Pseudonyms(hmac(new SecretKeySpec(master, HMAC), PURPOSE.getBytes(StandardCharsets.UTF_8)));
    }

    /** Pseudonyms nobody can repeat, not even this exchange once it has forgotten them. */
    public static Pseudonyms ofRandomKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Pseudonyms(key);
    }

    /** The id of the object in the scope; the id itself where the scope keeps it. */
    public StixId of(Scope scope, StixId original) {
        if (scope.keeps(original)) {
            return original;
        }
        UUID uuid = original.uuid();
        int fixed = fixedBits(uuid);
        long left = left(uuid);
        long right = right(uuid);
        Cipher round = roundFunction(scope, original.type(), fixed);
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < ROUNDS; i++) {
            long mixed = left ^ mix(round, block, i, right);
            left = right;
            right = mixed;
        }
        return new StixId(original.type(), assemble(left, right, VERSION, VARIANT));
    }

    /**
     * Ids of which this one may be the pseudonym in the scope: one for each version an original may have, all but at most one
     * of them ids that exist nowhere. Empty when no pseudonym looks like this.
     */
    public List<StixId> originals(Scope scope, StixId pseudonym) {
        UUID uuid = pseudonym.uuid();
        if (fixedBits(uuid) != (VERSION << 2 | VARIANT)) {
            return List.of();
        }
        List<StixId> candidates = new ArrayList<>(ORIGINAL_VERSIONS.length);
        for (int version : ORIGINAL_VERSIONS) {
            StixId candidate = original(scope, pseudonym.type(), uuid, version);
            if (!scope.keeps(candidate)) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private StixId original(Scope scope, String type, UUID uuid, int version) {
        long left = left(uuid);
        long right = right(uuid);
        Cipher round = roundFunction(scope, type, version << 2 | VARIANT);
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = ROUNDS - 1; i >= 0; i--) {
            long mixed = right ^ mix(round, block, i, left);
            right = left;
            left = mixed;
        }
        return new StixId(type, assemble(left, right, version, VARIANT));
    }

    /** AES under a key of the tweak's own: a hundred times faster than a MAC a round, and as good on blocks of one size. */
    private Cipher roundFunction(Scope scope, String type, int fixed) {
        byte[] tweak = (scope.key() + "\n\n" + type + "\n" + fixed).getBytes(StandardCharsets.UTF_8);
        byte[] derived = Arrays.copyOf(hmac(key, tweak), BLOCK_BYTES);
        try {
            // Single blocks, none of them ever shown: the mode's weakness, equal blocks for equal input, is what is
            // wanted.
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "AES"));
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no AES", impossible);
        }
    }

    private static long mix(Cipher round, byte[] block, int number, long half) {
        ByteBuffer buffer = ByteBuffer.wrap(block);
        buffer.putLong(0, half).putLong(Long.BYTES, number);
        try {
            round.doFinal(block, 0, BLOCK_BYTES, block, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A block is a block", impossible);
        }
        return buffer.getLong(0) & HALF_MASK;
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no " + HMAC, impossible);
        }
    }

    /** Version nibble and variant: whatever they are, a different pair is a different tweak. */
    private static int fixedBits(UUID uuid) {
        return uuid.version() << 2 | (int) (uuid.getLeastSignificantBits() >>> 62);
    }

    /** The 60 free bits of the high half and one of the low. */
    private static long left(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long free = high >>> 16 << 12 | high & 0xFFF;
        return free << 1 | uuid.getLeastSignificantBits() >>> HALF_BITS & 1;
    }

    /** The other 61 of the low half. */
    private static long right(UUID uuid) {
        return uuid.getLeastSignificantBits() & HALF_MASK;
    }

    private static UUID assemble(long left, long right, int version, int variant) {
        long free = left >>> 1;
        long high = free >>> 12 << 16 | (long) version << 12 | free & 0xFFF;
        long low = (long) variant << 62 | (left & 1) << HALF_BITS | right;
        return new UUID(high, low);
    }
}
