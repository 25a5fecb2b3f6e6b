package org.entente.partner;

import java.time.Instant;

/**
 * One version of a partner's trust policy.
 *
 * @param number counts from 1; the highest is in force
 * @param policy what it says
 * @param author the operator who wrote it
 * @param reason why, in the author's words
 */
public record PolicyVersion(long number, TrustPolicy policy, String author, String reason, Instant createdAt) {}
