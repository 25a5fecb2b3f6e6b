package org.entente.search;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * What is searched for; all of it must hold.
 *
 * @param terms as of {@link Terms#asked}; empty for anything
 * @param types STIX types; empty for any
 * @param sector that the object states itself
 * @param submitter where the caller may know it
 * @param since added later than this
 */
public record Wanted(
        Set<String> terms,
        Set<String> types,
        Optional<Tlp> tlp,
        Optional<String> sector,
        Optional<PartnerId> submitter,
        Optional<Instant> since) {

    public Wanted {
        terms = Set.copyOf(terms);
        types = Set.copyOf(types);
    }

    Viewer.Narrowing narrowing() {
        return new Viewer.Narrowing(types, tlp, sector, submitter);
    }

    /** Whether what the caller gets is such. */
    boolean fits(Seen seen) {
        Content content = seen.content();
        return content.terms().containsAll(terms)
                && (types.isEmpty() || types.contains(content.type()))
                && tlp.map(seen.tlp()::equals).orElse(true)
                && sector.map(content.sectors()::contains).orElse(true)
                && (submitter.isEmpty() || seen.submitter().equals(submitter))
                && since.map(seen.dateAdded()::isAfter).orElse(true);
    }

    /** Its one spelling, for the seal of cursors. */
    String canonical() {
        return String.join(
                "\n",
                terms.stream().sorted().toList().toString(),
                types.stream().sorted().toList().toString(),
                tlp.toString(),
                sector.toString(),
                submitter.toString(),
                since.toString());
    }
}
