package org.entente.log;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entente.stix.StixId;

/**
 * An order to erase, for good.
 *
 * @param number ascending; never shown outside the exchange
 * @param object all that there is of it, where an operator ordered it
 * @param rule by which a run erased what was due
 * @param reason the operator's words, or what the rule says
 * @param madeBy an operator; empty for a rule
 * @param entries how many were erased by now
 * @param lastErased the number of the last of them; 0 for none
 * @param erasedAt when it was over; empty while it is under way
 * @param restLeft whether its run ended before all that was due was erased; otherwise nothing of it is left in the log
 */
public record Purge(
        long number,
        UUID id,
        Optional<StixId> object,
        Optional<UUID> rule,
        String reason,
        Instant madeAt,
        String madeBy,
        long entries,
        long lastErased,
        Optional<Instant> erasedAt,
        boolean restLeft) {}
