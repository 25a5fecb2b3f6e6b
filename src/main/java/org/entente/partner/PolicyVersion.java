package org.entente.partner;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.entente.party.OperatorId;

/**
 * One version of a partner's trust policy.
 *
 * @param number counts from 1; the highest is in force
 * @param policy what it says
 * @param author who wrote it first
 * @param approver the second person; empty where it was written before there had to be one, or the partner was founded
 *     with it
 * @param draft the number of the draft it was
 * @param reason why, in the author's words
 * @param createdAt when it came into force
 */
public record PolicyVersion(
        long number,
        TrustPolicy policy,
        String author,
        Optional<OperatorId> approver,
        OptionalLong draft,
        String reason,
        Instant createdAt) {}
