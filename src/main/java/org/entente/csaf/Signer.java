package org.entente.csaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Signs with one OpenPGP key (RFC 4880): detached signatures of binary documents, in ASCII armor. Thread safe. A signature takes
 * some milliseconds of the processor.
 */
final class Signer {

    private final PGPPublicKeyRing publicKeys;
    private final PGPSecretKey secret;
    private final PGPPrivateKey unlocked;

    private Signer(PGPPublicKeyRing publicKeys, PGPSecretKey secret, PGPPrivateKey unlocked) {
        this.publicKeys = publicKeys;
        this.secret = secret;
        this.unlocked = unlocked;
    }

    /**
     * Reads a secret key.
     *
     * @param armored a key ring in ASCII armor; the first key in it that may sign is used
     * @param passphrase empty for a key that has none
     * @throws IllegalArgumentException with a sentence, without a word of the key
     */
    static Signer of(byte[] armored, String passphrase) {
        PGPSecretKeyRing ring = ring(armored);
        PGPSecretKey secret = signing(ring);
        try {
            PGPPrivateKey unlocked =
                    secret.extractPrivateKey(new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                            .build(passphrase.toCharArray()));
            if (unlocked == null) {
                throw new IllegalArgumentException("the part of the key that signs is not in the file");
            }
            return new Signer(ring.toCertificate(), secret, unlocked);
        } catch (PGPException locked) {
            throw new IllegalArgumentException("the key cannot be unlocked with the passphrase", locked);
        }
    }

    private static PGPSecretKeyRing ring(byte[] armored) {
        try {
            return new PGPSecretKeyRing(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(armored)), new BcKeyFingerprintCalculator());
        } catch (IOException | PGPException unreadable) {
            throw new IllegalArgumentException("it does not hold an OpenPGP secret key in ASCII armor", unreadable);
        }
    }

    private static PGPSecretKey signing(PGPSecretKeyRing ring) {
        @Nullable PGPSecretKey primary = null;
        for (Iterator<PGPSecretKey> keys = ring.getSecretKeys(); keys.hasNext(); ) {
            PGPSecretKey key = keys.next();
            if (key.isMasterKey()) {
                primary = key;
            }
            if (key.isSigningKey() && !key.isPrivateKeyEmpty() && maySign(key.getPublicKey())) {
                return key;
            }
        }
        if (primary == null || !primary.isSigningKey()) {
            throw new IllegalArgumentException("no key in it can sign");
        }
        return primary;
    }

    private static boolean maySign(PGPPublicKey key) {
        for (Iterator<PGPSignature> signatures = key.getSignatures(); signatures.hasNext(); ) {
            PGPSignature signature = signatures.next();
            if (signature.getHashedSubPackets() != null
                    && (signature.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The fingerprint of the primary key, 40 hex digits in upper case. */
    String fingerprint() {
        return HexFormat.of()
                .formatHex(publicKeys.getPublicKey().getFingerprint())
                .toUpperCase(Locale.ROOT);
    }

    /** When the primary key was made. */
    Instant createdAt() {
        return publicKeys.getPublicKey().getCreationTime().toInstant();
    }

    /** The public key, in ASCII armor. */
    String publicKey() {
        try {
            return armored(publicKeys.getEncoded());
        } catch (IOException cannotBe) {
            throw new IllegalStateException("a key that was read can be written", cannotBe);
        }
    }

    /** A detached signature of these bytes, in ASCII armor. */
    String sign(byte[] document, Instant at) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
                    secret.getPublicKey());
            generator.init(PGPSignature.BINARY_DOCUMENT, unlocked);
            PGPSignatureSubpacketGenerator told = new PGPSignatureSubpacketGenerator();
            told.setIssuerFingerprint(false, secret.getPublicKey());
            told.setSignatureCreationTime(false, Date.from(at));
            generator.setHashedSubpackets(told.generate());
            generator.update(document);
            return armored(generator.generate().getEncoded());
        } catch (PGPException | IOException failed) {
            throw new IllegalStateException("A key that was unlocked signs", failed);
        }
    }

    private static String armored(byte[] packets) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor =
                ArmoredOutputStream.builder().clearHeaders().build(text)) {
            armor.write(packets);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }
}
