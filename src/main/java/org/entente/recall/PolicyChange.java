package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallFollow.Lost;
import org.entente.log.RecallFollow.Place;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.recall.Possession.Turned;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

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
     * @param former ids of its, by all of its facts
     */
    Compared compared(Lingering lingering, FormerNames former, Decisions now, Instant moment) {
        Possession last = before.possession(now);
        List<Possession> had = new ArrayList<>(List.of(last));
        had.addAll(lingering.until(last, now));
        Instant addedUntil = Stream.concat(Stream.of(before), lingering.periods().stream())
                .map(Period::addedUntil)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Given next = new Given(Period.soFar(after(), moment), now);
        List<Given> later = since.stream()
                .skip(1)
                .map(fact -> Period.soFar(fact, moment))
                .filter(Period::everRead)
                .map(period -> new Given(period, now))
                .toList();
        Narrowing narrowing = Narrowing.of(
                last.decisions(),
                next.possession().decisions(),
                after().member().id());
        return new Compared(had, former, addedUntil, next, later, narrowing, this);
    }

    /**
     * What a partner was given in a time. Worked out when it is asked for, since that decides all classes anew. Used by one thread at a
     * time.
     */
    static final class Given {
        private final Period period;
        private final Decisions now;
        private @Nullable Possession possession;

        Given(Period period, Decisions now) {
            this.period = period;
            this.now = now;
        }

        boolean reached(StandingEntry entry) {
            return period.reached(entry);
        }

        Possession possession() {
            Possession known = possession == null ? period.possession(now) : possession;
            possession = known;
            return known;
        }
    }

    /**
     * What the partner had and what it was given since.
     *
     * @param had last, and what lingered from before, the newest first
     * @param former ids under which it had the same before
     * @param addedUntil what came later it had by none of them
     * @param next what it was given next
     * @param later what after that, in order
     */
    record Compared(
            List<Possession> had,
            FormerNames former,
            Instant addedUntil,
            Given next,
            List<Given> later,
            Narrowing narrowing,
            PolicyChange change) {

        Compared {
            had = List.copyOf(had);
            later = List.copyOf(later);
        }

        Lost asked(Place place, int limit) {
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
                holder(entry).ifPresent(by -> items.addAll(lost(entry, by, all)));
            }
            return items;
        }

        private Optional<Possession> holder(StandingEntry entry) {
            return had.stream().filter(by -> by.mayHave(entry)).findFirst();
        }

        private List<Item> lost(StandingEntry entry, Possession by, List<StandingEntry> all) {
            List<StandingEntry> same =
                    all.stream().filter(entry::hasSameContent).toList();
            if (same.stream().anyMatch(other -> keeps(other, entry, by))) {
                return List.of();
            }
            List<Turned> turned = same.stream().map(e -> new Turned(e, e)).toList();
            Item item = by.item(entry, next.possession().remains(by, turned));
            List<Item> items = new ArrayList<>(former.besides(item, entry, by.revision(), () -> {
                Set<StixId> notToBeTold = names(turned);
                notToBeTold.addAll(toldBefore(entry, same));
                return notToBeTold;
            }));
            if (same.stream().noneMatch(other -> isBefore(other, entry, by))) {
                items.add(item);
            }
            return items;
        }

        /** Ids, former ones too, under which the partner has the content afterwards. */
        private Set<StixId> names(List<Turned> same) {
            Set<StixId> names = new HashSet<>();
            for (Turned entry : same) {
                names.addAll(
                        holder(entry.before()).isPresent()
                                ? former.staying(entry, next.possession(), had)
                                : keeper(entry.before())
                                        .filter(by -> by.allows(entry.before()))
                                        .map(by -> former.of(entry.before(), by))
                                        .orElse(Set.of()));
            }
            return names;
        }

        /** Ids, former ones too, that go with earlier entries of the content, which the partner is told of as well. */
        private Set<StixId> toldBefore(StandingEntry entry, List<StandingEntry> same) {
            Set<StixId> told = new HashSet<>();
            same.stream()
                    .filter(other ->
                            other.placement().position() < entry.placement().position())
                    .forEach(other -> holder(other)
                            .filter(by -> same.stream().noneMatch(any -> keeps(any, other, by)))
                            .ifPresent(by -> told.addAll(former.of(other, by))));
            return told;
        }

        /** By what the partner has it: what it had by how it was next, delayed or not; anything else by how it was when that was due. */
        private Optional<Possession> keeper(StandingEntry other) {
            return holder(other).isPresent()
                    ? Optional.of(next.possession())
                    : Stream.concat(Stream.of(next), later.stream())
                            .filter(given -> given.reached(other))
                            .findFirst()
                            .map(Given::possession);
        }

        private boolean keeps(StandingEntry other, StandingEntry entry, Possession by) {
            return keeper(other)
                    .filter(keeper -> keeper.replaces(other, entry, by))
                    .isPresent();
        }

        private boolean isBefore(StandingEntry other, StandingEntry entry, Possession by) {
            return had.stream().anyMatch(held -> held.isBefore(other, entry, by.name(entry)));
        }
    }
}
