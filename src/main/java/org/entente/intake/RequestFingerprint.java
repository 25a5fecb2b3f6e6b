package org.entente.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 of everything a request asks for, to tell a repetition from another request under the same key. */
final class RequestFingerprint {

    private RequestFingerprint() {}

    static byte[] of(SubmissionRequest request) {
        MessageDigest digest = ContentDigest.sha256();
        digest.update((request.shape() + "|" + request.audience()).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return digest.digest(request.body());
    }
}
