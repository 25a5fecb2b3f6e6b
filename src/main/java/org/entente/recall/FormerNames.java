package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.entente.log.RecallAct.Item;
import org.entente.log.StandingEntry;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory.Fact;
import org.entente.recall.Possession.Turned;
import org.entente.release.Decision;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;
import org.entente.stix.StixId;

/**
 * Under which ids a partner had an object before it had it under the one that a recall names. A policy whose views have other ids and show
 * no less takes nothing, so nothing is said of it; what the partner has under the ids before is to go when the object goes. Used by one
 * thread at a time.
 *
 * <p>Only ids since which nothing was taken are among them: what was taken was told then. So none stands for more than the one that the
 * recall names, and to hear of both tells of nothing that the partner was not given.
 */
final class FormerNames {

    static final FormerNames NONE = new FormerNames(List.of(), Decisions.none());

    private final List<Period> periods;
    private final Decisions now;
    private final Map<Integer, List<Decision>> given = new HashMap<>();
    private final Map<Chain, List<Integer>> chains = new HashMap<>();

    /** Of the entries of a class, from a time on back. */
    private record Chain(int classNumber, int newest) {}

    /** @param periods the newest first */
    private FormerNames(List<Period> periods, Decisions now) {
        this.periods = periods;
        this.now = now;
    }

    /**
     * @param facts what the partner was like, in order
     * @param now that has the classes of what it is told of
     * @param moment until which the last of them counts if it has not ended
     */
    static FormerNames of(List<Fact> facts, Decisions now, Instant moment) {
        List<Period> periods = new ArrayList<>();
        for (int i = facts.size() - 1; i >= 0; i--) {
            Optional.of(Period.soFar(facts.get(i), moment))
                    .filter(Period::everRead)
                    .ifPresent(periods::add);
        }
        return new FormerNames(List.copyOf(periods), now);
    }

    /**
     * What the partner is to drop besides, and before it is told of what it is left with.
     *
     * @param told that it is told of
     * @param entry the same, as it was until now
     * @param revision of the fact by which it had it
     * @param kept gives ids that stay; asked only where there are others
     */
    List<Item> besides(Item told, StandingEntry entry, long revision, Supplier<Set<StixId>> kept) {
        Set<StixId> names = before(entry, revision);
        names.remove(told.object());
        if (!names.isEmpty()) {
            names.removeAll(kept.get());
        }
        return names.stream()
                .map(name -> new Item(told.position(), name, told.version(), told.feed(), 0))
                .toList();
    }

    /**
     * Ids, former ones too, under which an entry stays with the partner.
     *
     * @param entry before and after a recall
     * @param has how it has it from now on
     * @param held how it had it
     */
    Set<StixId> staying(Turned entry, Possession has, List<Possession> held) {
        StandingEntry before = entry.before();
        List<Possession> had = held.stream().filter(by -> by.mayHave(before)).toList();
        Optional<Possession> left =
                had.stream().filter(by -> has.leaves(entry.after(), before, by)).findFirst();
        // What is given so again is the same to the byte, but not of an entry that is given to fewer.
        boolean isGiven = !had.isEmpty() && has.mayHave(entry.after()) && (left.isPresent() || entry.isUnchanged());
        return isGiven
                ? named(has.name(entry.after()), before, has.revision())
                : left.map(by -> named(by.name(before), before, by.revision())).orElse(Set.of());
    }

    /** The same of one that the partner was given only since. */
    Set<StixId> of(StandingEntry entry, Possession by) {
        return named(by.name(entry), entry, by.revision());
    }

    private Set<StixId> named(StixId name, StandingEntry entry, long revision) {
        Set<StixId> names = before(entry, revision);
        names.add(name);
        return names;
    }

    /**
     * The ids before the one by which the partner has an entry.
     *
     * @param revision of the fact by which it has it
     */
    private Set<StixId> before(StandingEntry entry, long revision) {
        Set<StixId> names = new LinkedHashSet<>();
        // A container of which a reader may lack members is recalled when its id changes.
        if (periods.isEmpty() || !entry.placement().links().members().isEmpty()) {
            return names;
        }
        int classNumber = entry.placement().classNumber();
        for (int had : chain(new Chain(classNumber, newest(revision)))) {
            if (periods.get(had).reached(entry)) {
                names.add(now.nameOf(entry.placement().id(), given(classNumber).get(had)));
            }
        }
        return names;
    }

    private int newest(long revision) {
        return IntStream.range(0, periods.size())
                .filter(period -> periods.get(period).fact().revision() <= revision)
                .findFirst()
                .orElse(periods.size());
    }

    /** Times before the first of which none since, that first one neither, took what they gave. */
    private List<Integer> chain(Chain chain) {
        return chains.computeIfAbsent(chain, any -> {
            List<Decision> decisions = given(chain.classNumber());
            return IntStream.range(chain.newest() + 1, periods.size())
                    .filter(had -> decisions.get(had).released()
                            && decisions.subList(chain.newest(), had).stream()
                                    .noneMatch(since -> Narrowing.takes(decisions.get(had), since)))
                    .boxed()
                    .toList();
        });
    }

    /** Worked out once for all times in which the partner was alike. */
    private List<Decision> given(int classNumber) {
        return given.computeIfAbsent(classNumber, any -> {
            Map<Member, Decision> alike = new HashMap<>();
            return periods.stream()
                    .map(period ->
                            alike.computeIfAbsent(period.fact().member(), member -> period.given(classNumber, now)))
                    .toList();
        });
    }
}
