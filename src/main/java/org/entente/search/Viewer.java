package org.entente.search;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** What one caller may have, for the whole of one question. */
sealed interface Viewer permits PartnerViewer, OperatorViewer {

    /** What a class may have to do with a filter; a class of which nothing can fit is not looked at. */
    record Narrowing(Set<String> types, Optional<Tlp> tlp, Optional<String> sector, Optional<PartnerId> submitter) {}

    /** Numbers of the classes that the caller may have and in which something may fit. */
    int[] classes(Narrowing narrowing);

    /** The latest {@code date_added} that the caller may have; empty for all. */
    Optional<Instant> horizon();

    /** What the caller may mean by these names, as the log has it. */
    Set<StixId> originals(Set<StixId> names);

    /** What the caller has of these objects of the log, in log order. */
    Uni<List<Seen>> behind(Set<StixId> ids, VersionFilter versions);

    /** How many entries are looked at for one answer before it says that there may be more. */
    long lookedAtMax();

    /** For the seal of cursors: whose they are. */
    String binding();

    /** What the caller knows by these names. */
    default Uni<List<Seen>> named(Set<StixId> names, VersionFilter versions) {
        return behind(originals(names), versions)
                .map(seen ->
                        seen.stream().filter(one -> names.contains(one.name())).collect(Collectors.toList()));
    }

    /** Whether the class's own properties leave room for the filter, but for TLP and submitter. */
    static Predicate<ReleaseClass> narrowed(Narrowing narrowing) {
        return known -> (narrowing.types().isEmpty() || narrowing.types().contains(known.kind()))
                // What an object refers to counts there, too: more than it says itself, never less.
                && narrowing.sector().map(known.topic().sectors()::contains).orElse(true);
    }
}
