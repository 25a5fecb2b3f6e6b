package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallFollow.Lost;
import org.entente.log.RecallFollow.Place;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.party.PartnerId;
import org.entente.recall.Possession.Turned;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;

/**
 * From one time at which the partner could read to the next.
 *
 * @param before how it was
 * @param after how it was when it read again
 */
record PolicyChange(Period before, Fact after) {

    /**
     * Empty while the partner cannot read, after a time in which it could. One that could not has lost nothing, so nothing is waited
     * for: a partner that never reads would be behind for ever.
     *
     * <p>What is over is judged by its own time. By now, a policy replaced before its agreement began would count as read once that time has
     * come, and one that was read would not any more, when a part of what it took is told already.
     */
    static Optional<PolicyChange> next(List<Fact> facts, Instant now) {
        if (facts.size() < 2) {
            return Optional.empty();
        }
        Period before = Period.between(facts.get(0), facts.get(1), 0);
        return facts.stream()
                .skip(1)
                .filter(fact -> !before.everRead() || reads(fact, now))
                .findFirst()
                .map(after -> new PolicyChange(before, after));
    }

    /** The one from a revision to another; empty where those are no facts of the partner. */
    static Optional<PolicyChange> between(List<Fact> facts, long from, long to) {
        return facts.size() < 2 || facts.get(0).revision() != from
                ? Optional.empty()
                : facts.stream()
                        .filter(fact -> fact.revision() == to)
                        .findFirst()
                        .map(after -> new PolicyChange(Period.between(facts.get(0), facts.get(1), 0), after));
    }

    private static boolean reads(Fact fact, Instant now) {
        return fact.ended().isPresent()
                ? Period.soFar(fact, now).everRead()
                : fact.member().reads() && fact.member().policy().agreement().holdsAt(now);
    }

    /**
     * By what came after it had what it could read to its last moment: that its agreement ended since takes nothing back. What was not in
     * the log by then is the partner's by now, or not at all.
     */
    Compared compared(Decisions now, Instant moment) {
        Period afterwards = Period.soFar(after, moment);
        Decisions had = now.with(before.fact().in(now.directory())).at(before.last());
        Decisions has = now.with(after.in(now.directory())).at(afterwards.last());
        PartnerId partner = after.member().id();
        return new Compared(
                new Possession(had, partner),
                new Possession(has, partner),
                afterwards,
                new Possession(now.at(moment), partner),
                Narrowing.of(had, has, partner),
                this);
    }

    /**
     * What the partner could have, could have then, and can have.
     *
     * @param has by what came next
     * @param afterwards the time of that
     * @param now what it can have, whatever came since
     */
    record Compared(
            Possession had,
            Possession has,
            Period afterwards,
            Possession now,
            Narrowing narrowing,
            PolicyChange change) {

        Lost asked(Place place, int limit) {
            return new Lost(
                    narrowing.lost(),
                    narrowing.kept(),
                    place.position(),
                    change.before().upTo(),
                    change.before().addedUntil(),
                    limit);
        }

        /**
         * What of some entries the partner is to drop.
         *
         * @param all entries of the same objects, in log order
         */
        List<Item> items(List<StandingEntry> found, List<StandingEntry> all) {
            List<Item> items = new ArrayList<>();
            for (StandingEntry entry : found) {
                List<StandingEntry> same =
                        all.stream().filter(entry::hasSameContent).toList();
                boolean lost = same.stream().noneMatch(other -> keeps(other, entry) || had.isBefore(other, entry));
                if (lost && had.mayHave(entry)) {
                    List<Turned> turned =
                            same.stream().map(e -> new Turned(e, e)).toList();
                    items.add(had.item(entry, has.remains(had, turned)));
                }
            }
            return items;
        }

        private boolean keeps(StandingEntry other, StandingEntry entry) {
            return change.before().isInTime(other) || afterwards.reached(other)
                    ? has.keeps(other, entry, had)
                    : now.mayHave(other) && now.keeps(other, entry, had);
        }
    }
}
