package org.entente.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.intake.Foresight.Foreseen;
import org.entente.log.Assertion;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory.Member;
import org.entente.release.Decisions;
import org.entente.stix.StixId;

/**
 * Works out who would get the objects of a body that is not submitted: what they refer to among one another has no class in
 * the log yet, so recipients are taken away until no object is left with one that may not have what it ties together. Pure.
 */
final class Foretold {

    private final Decisions decisions;
    private final Map<StixId, Set<Integer>> logged;
    private final List<Assertion> assertions = new ArrayList<>();
    private final Map<StixId, BitSet> reach = new HashMap<>();

    /**
     * @param foreseen what would become of the body
     * @param logged the submitter's classes of objects it asserted before
     */
    Foretold(Decisions decisions, List<Foreseen> foreseen, Map<StixId, Set<Integer>> logged) {
        this.decisions = decisions;
        this.logged = logged;
        foreseen.forEach(each -> each.assertion().ifPresent(assertions::add));
        Map<ReleaseClass, BitSet> decided = new HashMap<>();
        for (Assertion assertion : assertions) {
            BitSet recipients = decided.computeIfAbsent(classOf(assertion), this::recipients);
            reach.computeIfAbsent(assertion.id(), id -> loggedReach(id)).or(recipients);
        }
        // Every round takes somebody away or is the last.
        boolean narrowed = true;
        while (narrowed) {
            narrowed = false;
            for (Assertion assertion : assertions) {
                narrowed |= narrow(assertion);
            }
        }
    }

    /** The class it would have, as far as it rests on objects of the log. */
    static ReleaseClass classOf(Assertion assertion) {
        return assertion
                .stated()
                .tiedTo(List.copyOf(assertion.references().others().values()));
    }

    /** Whether what the object ties together in this body, or before, keeps it from the partner; its own class aside. */
    boolean tiesAllow(Assertion assertion, Member partner) {
        return assertion.stated().submitter().equals(partner.id())
                || tied(assertion).get(partner.ordinal());
    }

    /** Who may have what the object ties together. */
    private BitSet tied(Assertion assertion) {
        References references = assertion.references();
        BitSet allowed = new BitSet();
        decisions.directory().partners().values().forEach(member -> allowed.set(member.ordinal()));
        references.own().forEach(target -> allowed.and(reachOrLogged(target)));
        if (!references.members().isEmpty() && !references.freeMembers()) {
            BitSet any = new BitSet();
            references
                    .members()
                    .forEach((member, classes) ->
                            any.or(classes.isEmpty() ? reachOrLogged(member) : ofClasses(classes)));
            allowed.and(any);
        }
        return allowed;
    }

    private BitSet recipients(ReleaseClass subject) {
        BitSet recipients = new BitSet();
        for (Member member : decisions.directory().partners().values()) {
            if (decisions.decide(subject, member.id()).released()) {
                recipients.set(member.ordinal());
            }
        }
        return recipients;
    }

    private BitSet reach(StixId id) {
        return reach.getOrDefault(id, new BitSet());
    }

    private BitSet loggedReach(StixId id) {
        return ofClasses(logged.getOrDefault(id, Set.of()));
    }

    private BitSet ofClasses(Set<Integer> classes) {
        BitSet recipients = new BitSet();
        classes.forEach(number -> decisions.recipients(number).ordinals().forEach(recipients::set));
        return recipients;
    }

    /** Whether anybody was taken away. The submitter keeps what is its own. */
    private boolean narrow(Assertion assertion) {
        BitSet mine = reach(assertion.id());
        int before = mine.cardinality();
        mine.and(tied(assertion));
        decisions
                .directory()
                .partner(assertion.stated().submitter())
                .ifPresent(submitter -> mine.set(submitter.ordinal()));
        return mine.cardinality() < before;
    }

    private BitSet reachOrLogged(StixId target) {
        BitSet known = reach.get(target);
        return known == null ? loggedReach(target) : known;
    }
}
