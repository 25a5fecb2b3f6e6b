package org.entente.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.entente.http.ProblemException;
import org.entente.partner.TrustPolicy.Quotas;

/**
 * What a partner handed in during the last 24 hours, by the hour. An hour counts until all of it is a day old, so that in no
 * 24 hours more is taken than the quota says.
 *
 * @param hours ascending
 * @param now when the next submission came
 */
record DayUsage(List<Hour> hours, Instant now) {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration COUNTS = DAY.plusHours(1);

    DayUsage {
        hours = List.copyOf(hours);
    }

    /**
     * How much.
     *
     * @param objects accepted or held
     * @param bytes of bodies, decompressed
     */
    record Amount(long objects, long bytes) {}

    /** An hour, by its start. */
    record Hour(Instant start, Amount used) {}

    static Instant oldestThatCounts(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(DAY);
    }

    /** @throws ProblemException when a quota is exceeded with this added */
    void check(Quotas quotas, Amount added) {
        check("objects", quotas.objectsPerDay(), Amount::objects, added);
        check("bytes", quotas.bytesPerDay(), Amount::bytes, added);
    }

    private void check(String what, OptionalLong quota, ToLongFunction<Amount> measure, Amount added) {
        if (quota.isEmpty()) {
            return;
        }
        long excess = measure.applyAsLong(added) - quota.getAsLong();
        for (Hour hour : hours) {
            excess += measure.applyAsLong(hour.used());
        }
        if (excess > 0) {
            throw exceeded(what, quota.getAsLong(), measure, excess);
        }
    }

    private ProblemException exceeded(String what, long quota, ToLongFunction<Amount> measure, long excess) {
        String detail = "Your policy takes " + quota + " " + what + " in 24 hours. Nothing of this request was taken; ";
        long left = excess;
        for (Hour hour : hours) {
            left -= measure.applyAsLong(hour.used());
            if (left <= 0) {
                Duration wait = Duration.between(now, hour.start().plus(COUNTS));
                return ProblemException.tooMany(detail + "send it again later.", wait);
            }
        }
        return ProblemException.tooMany(detail + "it is more by itself, so send it in parts.", DAY);
    }
}
