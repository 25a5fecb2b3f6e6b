package org.entente.gate;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;

/** How many long answers there are on this instance, of each partner and in all. Thread safe. */
public final class Places {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final int perPartner;
    private final int inAll;
    private final Map<PartnerId, Integer> taken = new HashMap<>();
    private int takenInAll;

    /**
     * @param perPartner of one partner at once
     * @param inAll at once
     */
    public Places(int perPartner, int inAll) {
        this.perPartner = perPartner;
        this.inAll = inAll;
    }

    /**
     * Takes a place, which {@link #leave} gives back.
     *
     * @throws ProblemException 429 when the partner has as many as it may, 503 when there are as many as there may be
     */
    public synchronized void take(PartnerId partner) {
        int own = taken.getOrDefault(partner, 0);
        if (own >= perPartner) {
            throw ProblemException.tooMany(
                    "You have " + own + " streams open here already; close one of them.", RETRY_AFTER);
        }
        if (takenInAll >= inAll) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "There are as many streams as can be served.");
        }
        taken.put(partner, own + 1);
        takenInAll++;
    }

    /** Gives a place back. */
    public synchronized void leave(PartnerId partner) {
        taken.computeIfPresent(partner, (who, own) -> own > 1 ? own - 1 : null);
        takenInAll--;
    }
}
