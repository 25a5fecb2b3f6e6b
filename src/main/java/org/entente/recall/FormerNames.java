package org.entente.recall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.log.RecallAct.Item;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.release.Decisions;
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
    private final Map<Integer, List<Possession>> possessions = new HashMap<>();

    private FormerNames(List<Period> periods, Decisions now) {
        this.periods = periods;
        this.now = now;
    }

    /**
     * @param facts what the partner was like, in order, to the one by which it has or had what it is told of
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
     * @param given ids under which it has the content from now on
     */
    List<Item> besides(Item told, StandingEntry entry, Set<StixId> given) {
        return of(entry, told.object()).stream()
                .filter(name -> !given.contains(name))
                .map(name -> new Item(told.position(), name, told.version(), told.feed(), 0))
                .toList();
    }

    private Set<StixId> of(StandingEntry entry, StixId name) {
        // A container of which a reader may lack members is recalled when its id changes.
        if (!entry.placement().links().members().isEmpty()) {
            return Set.of();
        }
        Set<StixId> names = new LinkedHashSet<>();
        List<Possession> since = new ArrayList<>();
        for (Possession had : of(entry.placement().classNumber())) {
            if (!since.isEmpty()) {
                if (had.mayHave(entry) && since.stream().allMatch(by -> by.leaves(entry, had))) {
                    names.add(had.name(entry));
                }
                since.add(had);
            } else if (had.mayHave(entry) && had.name(entry).equals(name)) {
                since.add(had);
            }
        }
        names.remove(name);
        return names;
    }

    /** The newest first. */
    private List<Possession> of(int classNumber) {
        return possessions.computeIfAbsent(
                classNumber,
                number -> periods.stream()
                        .map(period -> period.possession(now, Set.of(number)))
                        .toList());
    }
}
