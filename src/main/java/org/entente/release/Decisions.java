package org.entente.release;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;

/**
 * Every release class decided for every partner, immutable. Deciding an entry is a look-up of its class in the partner's bit
 * set; a changed directory compiles anew, further classes are added by {@link #with}.
 *
 * <p>Thread safe. A class or partner this value does not know is released to nobody, so a caller that is behind withholds
 * and never leaks.
 */
public final class Decisions {

    private final Directory directory;
    private final List<NumberedClass> classes;
    private final Map<Integer, ReleaseClass> byNumber;
    private final Map<PartnerId, BitSet> visible;

    private Decisions(
            Directory directory,
            List<NumberedClass> classes,
            Map<Integer, ReleaseClass> byNumber,
            Map<PartnerId, BitSet> visible) {
        this.directory = directory;
        this.classes = classes;
        this.byNumber = byNumber;
        this.visible = visible;
    }

    /** No class, no partner: releases nothing. */
    public static Decisions none() {
        return compile(Directory.of(0, List.of(), List.of()), List.of());
    }

    /** @param classes ascending by number */
    public static Decisions compile(Directory directory, List<NumberedClass> classes) {
        return new Decisions(directory, List.of(), Map.of(), Map.of()).with(classes);
    }

    /** The same classes under another directory. */
    public Decisions with(Directory changed) {
        return compile(changed, classes);
    }

    /**
     * These decisions and further classes.
     *
     * @param further ascending, all above {@link #highestClass}; those not above are passed over
     */
    public Decisions with(List<NumberedClass> further) {
        List<NumberedClass> fresh =
                further.stream().filter(c -> c.number() > highestClass()).toList();
        if (fresh.isEmpty() && visible.size() == directory.partners().size()) {
            return this;
        }
        List<NumberedClass> all = new ArrayList<>(classes);
        all.addAll(fresh);
        Map<Integer, ReleaseClass> numbers = new HashMap<>(byNumber);
        fresh.forEach(c -> numbers.put(c.number(), c.releaseClass()));
        ReleaseRules rules = new ReleaseRules(directory);
        Map<PartnerId, BitSet> decided = new HashMap<>();
        for (Member partner : directory.partners().values()) {
            BitSet known = visible.get(partner.id());
            BitSet seen = known == null ? new BitSet() : (BitSet) known.clone();
            // Ascending order: the classes a class is tied to have lower numbers, so they are decided by now.
            for (NumberedClass c : fresh) {
                if (decide(rules, c.releaseClass(), partner, seen).released()) {
                    seen.set(c.number());
                }
            }
            decided.put(partner.id(), seen);
        }
        return new Decisions(directory, List.copyOf(all), Map.copyOf(numbers), Map.copyOf(decided));
    }

    private static Decision decide(ReleaseRules rules, ReleaseClass subject, Member partner, BitSet seen) {
        Decision own = rules.decide(subject, partner);
        boolean free = subject.submitter().equals(partner.id()) || tiesAllow(subject, seen);
        return own.released() && !free ? new Withhold(Rule.TIED) : own;
    }

    private static boolean tiesAllow(ReleaseClass subject, BitSet seen) {
        return subject.ties().stream().allMatch(anyOf -> anyOf.stream().anyMatch(seen::get));
    }

    /** The highest class number these decisions know; 0 for none. */
    public int highestClass() {
        return classes.isEmpty() ? 0 : classes.get(classes.size() - 1).number();
    }

    /** The directory these decisions were compiled from. */
    public Directory directory() {
        return directory;
    }

    /** The tuple behind a number. */
    public Optional<ReleaseClass> releaseClass(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** Whether the partner may have entries of the class. */
    public boolean allows(int classNumber, PartnerId partner) {
        BitSet seen = visible.get(partner);
        return seen != null && seen.get(classNumber);
    }

    /** The numbers of all classes the partner may have and the filter keeps, ascending. */
    public int[] visibleTo(PartnerId partner, Predicate<ReleaseClass> filter) {
        BitSet seen = visible.getOrDefault(partner, new BitSet());
        return seen.stream()
                .filter(n -> byNumber.containsKey(n) && filter.test(byNumber.get(n)))
                .toArray();
    }

    /** The decision for a class and a partner, with the rule behind it. */
    public Decision decide(int classNumber, PartnerId partner) {
        ReleaseClass subject = byNumber.get(classNumber);
        Member member = directory.partners().get(partner);
        if (subject == null || member == null) {
            return new Withhold(Rule.UNKNOWN);
        }
        return decide(new ReleaseRules(directory), subject, member, visible.getOrDefault(partner, new BitSet()));
    }

    /**
     * Releases an entry to a partner, or withholds it. The only way to a {@link Released}.
     *
     * <p>The egress guard is asked last, with the outgoing bytes and the partner's ceiling only. A {@link Rule#GUARD} answer
     * means that the two disagree: the caller must stop that partner's delivery and tell the operators.
     */
    public Outcome release(LogEntry entry, PartnerId partner) {
        if (!allows(entry.classNumber(), partner)) {
            Decision decision = decide(entry.classNumber(), partner);
            return new Outcome.Withheld(decision instanceof Withhold withheld ? withheld.rule() : Rule.UNKNOWN);
        }
        if (hasAlready(entry.earlierClasses(), partner)) {
            return new Outcome.Withheld(Rule.ALREADY_RELEASED);
        }
        ReleaseClass subject = byNumber.get(entry.classNumber());
        Member member = directory.partners().get(partner);
        if (subject == null || member == null) {
            return new Outcome.Withheld(Rule.UNKNOWN);
        }
        return EgressGuard.check(entry.content(), entry.id(), EgressGuard.ceilingOf(subject, member))
                .<Outcome>map(Outcome.Quarantined::new)
                .orElseGet(() -> new Released(entry, subject, partner));
    }

    private boolean hasAlready(Set<Integer> earlierClasses, PartnerId partner) {
        return earlierClasses.stream().anyMatch(number -> allows(number, partner));
    }
}
