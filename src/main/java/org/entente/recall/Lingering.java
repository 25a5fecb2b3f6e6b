package org.entente.recall;

import java.util.ArrayList;
import java.util.List;
import org.entente.partner.MemberHistory.Fact;
import org.entente.release.Decisions;

/**
 * What a partner has by how it was before, under embargo by how it is: a longer delay takes nothing back, so it is still to be told when
 * something else does. Pure.
 *
 * @param periods in which it could read, the newest first; of others nothing lingers
 */
record Lingering(List<Period> periods) {

    static final Lingering NOTHING = new Lingering(List.of());

    /** @param earlier what the partner was like before, in order, as far back as what the delay of the next reaches */
    static Lingering of(List<Fact> earlier) {
        List<Period> periods = new ArrayList<>();
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Period period = Period.over(earlier.get(i)).filter(Period::everRead).orElse(null);
            if (period != null) {
                periods.add(period);
                if (!period.isDelayed()) {
                    // Whatever was given before and not taken by this, it gave, too.
                    break;
                }
            }
        }
        return new Lingering(List.copyOf(periods));
    }

    /** Whether anything can linger from before a time: something that was in the log then is not due by its delay. */
    static boolean isOf(Period period) {
        return period.isDelayed() && period.everRead() && period.fact().since().isAfter(period.addedUntil());
    }

    /**
     * By each of them, what nothing has taken since.
     *
     * @param until in the time that follows the newest of them
     */
    List<Possession> until(Possession until, Decisions now) {
        List<Possession> since = new ArrayList<>(List.of(until));
        List<Possession> lingering = new ArrayList<>(periods.size());
        for (Period period : periods) {
            Possession had = period.possession(now);
            List<Possession> later = List.copyOf(since);
            lingering.add(new Possession(
                    had.decisions(),
                    had.partner(),
                    entry -> period.reached(entry) && later.stream().allMatch(by -> by.leaves(entry, had)),
                    until.after(),
                    had.revision()));
            since.add(had);
        }
        return lingering;
    }
}
