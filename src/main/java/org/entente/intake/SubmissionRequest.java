package org.entente.intake;

import java.util.Optional;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.trace.TraceStep;

/**
 * One request to take objects.
 *
 * @param submitter who asks
 * @param shape what the body is
 * @param body as received, decompressed; not changed
 * @param audience whom the submitter names
 * @param dryRun judge only, keep nothing
 * @param idempotencyKey a repeated request under the same key gets the first answer
 * @param trace what its steps are told as parts of
 */
record SubmissionRequest(
        PartnerId submitter,
        Shape shape,
        byte[] body,
        Audience audience,
        boolean dryRun,
        Optional<String> idempotencyKey,
        TraceStep trace) {

    /** One that is not traced. */
    SubmissionRequest(
            PartnerId submitter,
            Shape shape,
            byte[] body,
            Audience audience,
            boolean dryRun,
            Optional<String> idempotencyKey) {
        this(submitter, shape, body, audience, dryRun, idempotencyKey, TraceStep.NONE);
    }

    SubmissionRequest within(TraceStep step) {
        return new SubmissionRequest(submitter, shape, body, audience, dryRun, idempotencyKey, step);
    }

    /** What a body is. */
    enum Shape {
        /** A STIX bundle. */
        BUNDLE,
        /** A TAXII envelope. */
        ENVELOPE
    }
}
