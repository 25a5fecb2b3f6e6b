package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallFollow.Lost;
import org.entente.log.RecallFollow.Place;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.recall.Possession.Turned;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;

/**
 * From one time at which the partner could read to the next.
 *
 * @param before how it was
 * @param since how it was when it read again, and what of it came after that, as far as that was looked up; in order
 */
record PolicyChange(Period before, List<Fact> since) {

    PolicyChange {
        since = List.copyOf(since);
    }

    /** How it was when it read again. */
    Fact after() {
        return since.get(0);
    }

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
                .map(after -> new PolicyChange(before, from(facts, after.revision())));
    }

    private static List<Fact> from(List<Fact> facts, long revision) {
        return facts.stream().filter(fact -> fact.revision() >= revision).toList();
    }

    /** The one from a revision to another; empty where those are no facts of the partner. */
    static Optional<PolicyChange> between(List<Fact> facts, long from, long to) {
        return facts.size() < 2 || facts.get(0).revision() != from
                ? Optional.empty()
                : facts.stream()
                        .filter(fact -> fact.revision() == to)
                        .findFirst()
                        .map(after -> new PolicyChange(Period.between(facts.get(0), facts.get(1), 0), from(facts, to)));
    }

    private static boolean reads(Fact fact, Instant now) {
        return fact.ended().isPresent()
                ? Period.soFar(fact, now).everRead()
                : fact.member().reads() && fact.member().policy().agreement().holdsAt(now);
    }

    /**
     * By what came after it had what it could read to its last moment: that its agreement ended since takes nothing back.
     *
     * @param lingering what it had by how it was before this change
     */
    Compared compared(Lingering lingering, Decisions now, Instant moment) {
        List<Held> had = new ArrayList<>();
        had.add(new Held(before, before.possession(now)));
        List<Possession> still = lingering.until(before, now);
        for (int i = 0; i < still.size(); i++) {
            had.add(new Held(lingering.periods().get(i), still.get(i)));
        }
        List<Held> has = since.stream()
                .map(fact -> Period.soFar(fact, moment))
                .filter(period -> period.fact().equals(after()) || period.everRead())
                .map(period -> new Held(period, period.possession(now)))
                .toList();
        return new Compared(
                had,
                has,
                Narrowing.of(
                        had.get(0).possession().decisions(),
                        has.get(0).possession().decisions(),
                        after().member().id()),
                this);
    }

    /** What a partner has or had by how it was in a time. */
    record Held(Period period, Possession possession) {}

    /**
     * What the partner had and what it was given next.
     *
     * @param had last, and what lingered from before, the newest first
     * @param has next, and whatever came after that, in order
     */
    record Compared(List<Held> had, List<Held> has, Narrowing narrowing, PolicyChange change) {

        Compared {
            had = List.copyOf(had);
            has = List.copyOf(has);
        }

        Lost asked(Place place, int limit) {
            Instant addedUntil = had.stream()
                    .map(held -> held.period().addedUntil())
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
            return new Lost(
                    narrowing.lost(),
                    narrowing.kept(),
                    place.position(),
                    change.before().upTo(),
                    addedUntil,
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
                had.stream()
                        .map(Held::possession)
                        .filter(held -> held.mayHave(entry))
                        .findFirst()
                        .flatMap(held -> lost(entry, held, all))
                        .ifPresent(items::add);
            }
            return items;
        }

        private Optional<Item> lost(StandingEntry entry, Possession by, List<StandingEntry> all) {
            List<StandingEntry> same =
                    all.stream().filter(entry::hasSameContent).toList();
            if (same.stream().anyMatch(other -> keeps(other, entry, by) || isBefore(other, entry, by))) {
                return Optional.empty();
            }
            List<Turned> turned = same.stream().map(e -> new Turned(e, e)).toList();
            return Optional.of(by.item(entry, has.get(0).possession().remains(by, turned)));
        }

        /** What was there already keeps it by how the partner was next; what came later, by how it was when that came. */
        private boolean keeps(StandingEntry other, StandingEntry entry, Possession by) {
            boolean wasThere = had.stream().anyMatch(held -> held.period().reached(other));
            return wasThere
                    ? has.get(0).possession().replaces(other, entry, by)
                    : has.stream()
                            .filter(held -> held.period().reached(other))
                            .findFirst()
                            .filter(held -> held.possession().replaces(other, entry, by))
                            .isPresent();
        }

        private boolean isBefore(StandingEntry other, StandingEntry entry, Possession by) {
            return had.stream().anyMatch(held -> held.possession().isBefore(other, entry, by.name(entry)));
        }
    }
}
