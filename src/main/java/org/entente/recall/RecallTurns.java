package org.entente.recall;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;

/**
 * Lets each partner have a few recalls under way and no more. They come one after the other for all, so the recalls of one would
 * otherwise hold up those of everybody. Operators are not counted. Thread safe.
 */
final class RecallTurns {

    /** One that is made, and one that waits for it. */
    private static final int PER_PARTNER_MAX = 2;

    private static final Duration LATER = Duration.ofSeconds(2);

    // Guarded by this.
    private final Map<PartnerId, Integer> underWay = new HashMap<>();

    /** Does the work, or fails with 429. */
    <T> Uni<T> of(Optional<PartnerId> partner, Uni<T> work) {
        return partner.map(who -> Uni.createFrom().deferred(() -> {
                    if (!begin(who)) {
                        return Uni.createFrom().<T>failure(later());
                    }
                    return work.onTermination().invoke(() -> over(who));
                }))
                .orElse(work);
    }

    static ProblemException later() {
        return ProblemException.tooMany("Recalls are made one after the other. Repeat yours in a moment.", LATER);
    }

    private synchronized boolean begin(PartnerId partner) {
        int before = underWay.getOrDefault(partner, 0);
        if (before >= PER_PARTNER_MAX) {
            return false;
        }
        underWay.put(partner, before + 1);
        return true;
    }

    private synchronized void over(PartnerId partner) {
        underWay.merge(partner, -1, (before, less) -> before + less == 0 ? null : before + less);
    }
}
