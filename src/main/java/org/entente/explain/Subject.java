package org.entente.explain;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.log.Assertion;
import org.entente.log.Placement;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory.Member;
import org.entente.release.Decision;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.release.Decisions;
import org.entente.release.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * One assertion to be explained, in the log or not.
 *
 * @param classNumber 0 for what is not in the log
 * @param version null for an object without versions
 * @param dateAdded null for what is not in the log
 * @param earlier classes of earlier entries of the same version
 * @param reached whom references to objects without a class do not keep it from
 */
record Subject(
        int classNumber,
        ReleaseClass releaseClass,
        @Nullable Instant version,
        @Nullable Instant dateAdded,
        Set<Integer> earlier,
        Predicate<Member> reached) {

    Subject {
        earlier = Set.copyOf(earlier);
    }

    /** One that nobody has submitted yet. */
    static Subject foretold(Foretold foretold, Assertion assertion) {
        Instant version = assertion.version().equals(Instant.EPOCH) ? null : assertion.version();
        return new Subject(
                0,
                Foretold.classOf(assertion),
                version,
                null,
                Set.of(),
                member -> foretold.tiesAllow(assertion, member));
    }

    static Subject of(Placement entry, ReleaseClass releaseClass, Iterable<Placement> all) {
        Set<Integer> earlier = new HashSet<>();
        for (Placement other : all) {
            if (other.position() < entry.position() && other.version().equals(entry.version())) {
                earlier.add(other.classNumber());
            }
        }
        Instant version = entry.version().equals(Instant.EPOCH) ? null : entry.version();
        return new Subject(entry.classNumber(), releaseClass, version, entry.dateAdded(), earlier, anyone -> true);
    }

    /** As if it were the first entry of its version. */
    Subject withoutEarlier() {
        return new Subject(classNumber, releaseClass, version, dateAdded, Set.of(), reached);
    }

    /** What the partner gets of this very assertion now. */
    Decision decide(Decisions decisions, Member partner) {
        Decision decision = decisions.decide(releaseClass, partner.id());
        if (!decision.released()) {
            return decision;
        }
        if (!reached.test(partner)) {
            return new Withhold(Rule.TIED);
        }
        Instant added = dateAdded;
        if (added != null && decisions.horizon(partner.id()).map(added::isAfter).orElse(false)) {
            return new Withhold(Rule.EMBARGO);
        }
        return decisions.hasAlready(classNumber, earlier, partner.id())
                ? new Withhold(Rule.ALREADY_RELEASED)
                : decision;
    }

    Explanation explain(Decision decision, Member partner) {
        return Explanation.of(decision, releaseClass, partner);
    }
}
