package org.entente.log;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * The tuple of an entry's properties that release decisions look at. Two entries with equal tuples are released alike, so
 * decisions are made per class and an object's row holds only its class's number.
 *
 * @param tlp the strictest TLP of the object, its granular markings included, or the one its submitter's policy assumes
 * @param feed where it goes out
 * @param kind the STIX type, such as {@code indicator}
 * @param submitter the partner that asserted it
 * @param audience whom the submitter named
 * @param unknownMarking whether it carries a marking whose meaning the exchange does not know
 * @param ties conditions from the objects it ties together: of each set of class numbers, a reader must be allowed at
 *     least one; an empty set can never be met
 */
public record ReleaseClass(
        Tlp tlp,
        Feed feed,
        String kind,
        PartnerId submitter,
        Audience audience,
        boolean unknownMarking,
        List<Set<Integer>> ties) {

    /** Ties are sorted and made unique, so that equal conditions share one class. */
    public ReleaseClass {
        ties = ties.stream()
                .map(TreeSet::new)
                .sorted(Comparator.comparing(TreeSet::toString))
                .distinct()
                .map(Collections::unmodifiableSet)
                .toList();
    }

    /** This class, further restricted by what the object ties together. */
    public ReleaseClass tiedTo(List<Set<Integer>> conditions) {
        return new ReleaseClass(tlp, feed, kind, submitter, audience, unknownMarking, conditions);
    }
}
