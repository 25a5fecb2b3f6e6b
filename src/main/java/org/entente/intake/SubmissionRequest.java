package org.entente.intake;

import java.util.Optional;
import org.entente.party.Audience;
import org.entente.party.PartnerId;

/**
 * One request to take objects.
 *
 * @param submitter who asks
 * @param shape what the body is
 * @param body as received, decompressed; not changed
 * @param audience whom the submitter names
 * @param dryRun judge only, keep nothing
 * @param idempotencyKey a repeated request under the same key gets the first answer
 */
record SubmissionRequest(
        PartnerId submitter,
        Shape shape,
        byte[] body,
        Audience audience,
        boolean dryRun,
        Optional<String> idempotencyKey) {

    /** What a body is. */
    enum Shape {
        /** A STIX bundle. */
        BUNDLE,
        /** A TAXII envelope. */
        ENVELOPE
    }
}
