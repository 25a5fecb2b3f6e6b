package org.entente.log;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * One object that one partner is to drop.
 *
 * @param number the place among all recalls, ascending; never shown outside the exchange
 * @param partner who is told
 * @param notice the id under which the partner knows this recall, and acknowledges it
 * @param position of the recalled entry, as in {@link LogEntry}
 * @param object under the id by which the partner knows it
 * @param version the version to be dropped; empty for an object without versions
 * @param feed where it was released
 * @param recalledAt when it was taken back
 * @param cause why
 * @param reason the same in words for the partner
 * @param remains position of the entry that stands for it from now on, to be sent right after; 0 for none
 */
public record RecallItem(
        long number,
        PartnerId partner,
        UUID notice,
        long position,
        StixId object,
        Optional<Instant> version,
        Feed feed,
        Instant recalledAt,
        RecallCause cause,
        String reason,
        long remains) {}
