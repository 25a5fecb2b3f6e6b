package org.entente.advisory;

import java.time.Instant;
import java.util.Optional;
import org.entente.party.OperatorId;

/**
 * One version of an advisory; a published one never changes.
 *
 * @param number from 1
 * @param wording what it says
 * @param digest SHA-256 of its content, 64 hex digits
 * @param approvedBy the second person
 * @param publishedAt also the {@code modified} of its report; empty while it is not published
 * @param createdAt when the first version was published, also the {@code created} of its report; empty while none is
 */
public record Version(
        TrackingId trackingId,
        long number,
        Wording wording,
        String digest,
        Optional<OperatorId> approvedBy,
        Optional<Instant> publishedAt,
        Optional<Instant> createdAt) {}
