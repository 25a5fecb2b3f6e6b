package org.entente.recall;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.release.Decision;
import org.entente.release.Decisions;

/**
 * A time in which a partner was as one fact says, and what could be given to it then. Pure.
 *
 * @param fact how it was
 * @param end when that ended
 * @param after position up to which it was told already what the end of this took from it, 0 where nothing was looked at yet
 * @param upTo the last position of the log at the end, inclusive
 */
record Period(Fact fact, Instant end, long after, long upTo) {

    static Period between(Fact fact, Fact ended, long after) {
        return new Period(fact, ended.since(), after, ended.lastPosition());
    }

    /** Of a fact that is over. */
    static Optional<Period> over(Fact fact) {
        return fact.ended().map(end -> new Period(fact, end.at(), 0, end.lastPosition()));
    }

    static Period untilNow(Fact fact, Instant now) {
        return new Period(fact, now.plus(1, ChronoUnit.MICROS), 0, Long.MAX_VALUE);
    }

    /** To its own end, or until now where it has none. */
    static Period soFar(Fact fact, Instant now) {
        return over(fact).orElseGet(() -> untilNow(fact, now));
    }

    /** Whether what it gave came late. */
    boolean isDelayed() {
        return !fact.member().policy().to().delay().isZero();
    }

    /** When it last could read. */
    Instant last() {
        return fact.member()
                .policy()
                .agreement()
                .until()
                .filter(end::isAfter)
                .orElse(end)
                .minus(1, ChronoUnit.MICROS);
    }

    boolean everRead() {
        Agreement agreement = fact.member().policy().agreement();
        // One that had ended by then held at its last moment, too. That the end is after the beginning is not asked:
        // where the log's clock is ahead both may be the same, though something was read between.
        boolean begun = agreement.until().map(fact.since()::isBefore).orElse(true);
        return fact.member().reads() && begun && agreement.holdsAt(last());
    }

    /** What was added later was still under embargo. */
    Instant addedUntil() {
        Duration delay = fact.member().policy().to().delay();
        try {
            return delay.isNegative() ? Instant.EPOCH : last().minus(delay);
        } catch (DateTimeException | ArithmeticException beforeTime) {
            return Instant.EPOCH;
        }
    }

    /** Whether the entry was in the log in time, and its delay over. */
    boolean reached(StandingEntry entry) {
        return entry.placement().position() <= upTo
                && (lastsWithoutDelay() || !entry.placement().dateAdded().isAfter(addedUntil()));
    }

    /** Then whatever is there is given: the log's clock may be ahead of ours. */
    private boolean lastsWithoutDelay() {
        return upTo == Long.MAX_VALUE
                && !isDelayed()
                && fact.member().policy().agreement().until().map(end::isBefore).orElse(true);
    }

    /** What it had by then, of what it was not told about already. */
    Possession possession(Decisions now) {
        return new Possession(
                now.with(fact.in(now.directory())).at(last()),
                fact.member().id(),
                this::reached,
                after,
                fact.revision());
    }

    /** How it was given one class. */
    Decision given(int classNumber, Decisions now) {
        return now.alone(fact.member(), Set.of(classNumber))
                .at(last())
                .decide(classNumber, fact.member().id());
    }
}
