package org.entente.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * The passwords and keys of one data directory, each made once, on first start, and kept in files of mode 0600.
 *
 * <p>Passwords and the seal key are 32 random bytes in base64url after {@value #GENERATED_PREFIX}; by that prefix, and by the
 * file {@value #MARKER} beside the key files, production recognises them and refuses to run on them. Only the holder of the {@link
 * DataDirectoryLock} may use it, and no two threads at once for the same name.
 */
final class GeneratedSecrets {
    /** Starts every generated password, so that one which strayed into a production configuration is recognised. */
    static final String GENERATED_PREFIX = "generated-";

    /** Lies in every folder of generated key files, for the same reason. */
    static final String MARKER = "GENERATED";

    private static final int SECRET_BYTES = 32;
    private static final int RSA_BITS = 2048;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    private GeneratedSecrets(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder, which is made if it is not there. */
    static GeneratedSecrets in(Path folder) throws IOException {
        OwnerOnlyFiles.folder(folder);
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            OwnerOnlyFiles.write(
                    marker,
                    "Made by Entente on its first start, for this machine only. Production refuses these files.\n");
        }
        return new GeneratedSecrets(folder);
    }

    /** Where the secrets lie. */
    Path folder() {
        return folder;
    }

    /** The password of that name; URL-safe characters only. */
    String password(String name) throws IOException {
        Path file = passwordFile(name);
        return Files.readString(file).strip();
    }

    /** The file that holds the password of that name, made now if it is not there. */
    Path passwordFile(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[SECRET_BYTES];
            random.nextBytes(bytes);
            OwnerOnlyFiles.write(
                    file,
                    GENERATED_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        }
        return file;
    }

    /** An RSA key pair in two PEM files, the private one PKCS #8, the public one X.509 SubjectPublicKeyInfo. */
    KeyFiles rsaKeyPair(String name) throws IOException {
        KeyFiles files = new KeyFiles(folder.resolve(name + "-private.pem"), folder.resolve(name + "-public.pem"));
        if (!Files.exists(files.privateKey()) || !Files.exists(files.publicKey())) {
            KeyPair pair = newRsaKeyPair();
            OwnerOnlyFiles.write(
                    files.privateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            OwnerOnlyFiles.write(
                    files.publicKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
        return files;
    }

    /** An OpenPGP key that signs, in ASCII armor and without a passphrase. */
    Path openPgpKey(String name, String owner, Instant now) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            OwnerOnlyFiles.write(file, GeneratedSigningKey.armored(owner, now, random));
        }
        return file;
    }

    /** The PEM text (RFC 7468) of one DER value. */
    static String pem(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private KeyPair newRsaKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException everyJdkHasRsa) {
            throw new IllegalStateException(everyJdkHasRsa);
        }
    }

    /** Two files of one key pair. */
    record KeyFiles(Path privateKey, Path publicKey) {}
}
