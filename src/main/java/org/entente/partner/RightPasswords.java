package org.entente.partner;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which passwords were right, so that HTTP Basic on every request does not cost a hash on every request. What is
 * kept is an HMAC under a key of this process, over the password and the stored hash it was right for: once the credential
 * is rotated, removed or another's, nothing remembered fits it. Whether its owner may call is not remembered but looked
 * up. Thread safe.
 */
final class RightPasswords {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ENTRIES_MAX = 10_000;

    private final Clock clock;
    private final Duration memory;
    private final SecretKeySpec key;

    // Guarded by this.
    private final LinkedHashMap<String, Instant> until = new LinkedHashMap<>(16, 0.75f, true);

    RightPasswords(Clock clock, Duration memory) {
        this.clock = clock;
        this.memory = memory;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** What stands for a password shown for a stored hash. */
    String seal(String storedHash, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(storedHash.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Whether it was right not long ago; if so, it is remembered anew. */
    synchronized boolean contains(String seal) {
        Instant now = clock.instant();
        Instant end = until.get(seal);
        if (end == null || !end.isAfter(now)) {
            until.remove(seal);
            return false;
        }
        until.put(seal, now.plus(memory));
        return true;
    }

    synchronized void add(String seal) {
        until.put(seal, clock.instant().plus(memory));
        while (until.size() > ENTRIES_MAX) {
            Map.Entry<String, Instant> eldest = until.entrySet().iterator().next();
            until.remove(eldest.getKey());
        }
    }
}
