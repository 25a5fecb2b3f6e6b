package org.entente.mitigation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.mitigation.Facet.Term;
import org.entente.stix.StixId;

/**
 * What a search asks for; all of it must hold.
 *
 * @param about a CVE or technique that the mitigation, or something it mitigates, names
 * @param stated what the mitigation must say itself
 * @param mitigates the object it must be a mitigation of
 * @param revoked whether revoked ones are wanted too
 * @param addedAfter exclusive; where the page before ended
 * @param limit at least 1
 */
record Wanted(
        List<Term> about,
        List<Term> stated,
        Optional<StixId> mitigates,
        boolean revoked,
        Optional<Instant> addedAfter,
        int limit) {

    Wanted {
        about = List.copyOf(about);
        stated = List.copyOf(stated);
    }

    /** Whether what is asked for is found by what it concerns, rather than by what it says. */
    boolean concernsSomething() {
        return !about.isEmpty() || mitigates.isPresent();
    }

    /** Whether a mitigation as its reader sees it is one. */
    boolean fits(Facts facts) {
        return facts.isRemedy()
                && (revoked || !facts.revoked())
                && facts.terms().containsAll(stated);
    }

    /** The term to walk along: the one fewest have. */
    Term rarest() {
        List<Term> ordered = new ArrayList<>(stated);
        ordered.sort(java.util.Comparator.comparing(
                term -> List.of(Facet.ASSET, Facet.SECTOR, Facet.URGENCY).indexOf(term.facet())));
        return ordered.isEmpty() ? new Term(Facet.ANY, "") : ordered.get(0);
    }
}
