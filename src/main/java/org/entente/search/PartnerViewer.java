package org.entente.search;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.gate.Shelf;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.release.Decision;
import org.entente.release.Decision.Redact;
import org.entente.release.Released;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * A partner, with what is released to it.
 *
 * @param shelf what it has
 */
record PartnerViewer(Shelf shelf) implements Viewer {

    @Override
    public int[] classes(Narrowing narrowing) {
        // By what the reader knows of a class only: how long a search goes on must not tell the rest.
        Predicate<ReleaseClass> fits = Viewer.narrowed(narrowing)
                .and(known -> narrowing.tlp().map(tlp -> mayBe(tlp, known)).orElse(true))
                .and(known ->
                        narrowing.submitter().isEmpty() || submitter(known).equals(narrowing.submitter()));
        return shelf.classes(fits);
    }

    /** A view may have lost its strictest parts, and has none above what it may have. */
    private boolean mayBe(Tlp tlp, ReleaseClass known) {
        Optional<Tlp> partsUpTo = shelf.decisions().decide(known, shelf.reader()) instanceof Redact redacted
                ? redacted.view().partsUpTo()
                : Optional.empty();
        return known.markings().wholeTlp().isWithin(tlp)
                && tlp.isWithin(known.tlp())
                && partsUpTo.map(tlp::isWithin).orElse(true);
    }

    @Override
    public Optional<Instant> horizon() {
        return shelf.decisions().horizon(shelf.reader());
    }

    @Override
    public Set<StixId> originals(Set<StixId> names) {
        return shelf.originals(names);
    }

    @Override
    public Uni<List<Seen>> behind(Set<StixId> ids, VersionFilter versions) {
        return shelf.behind(ids, Optional.empty(), versions)
                .map(found -> found.stream().map(this::seen).toList());
    }

    private Seen seen(Shelf.Held held) {
        Released released = held.released();
        return new Seen(
                released.id(),
                released.position(),
                released.dateAdded(),
                released.version(),
                released.tlp(),
                shelf.decisions().releaseClass(held.entry().classNumber()).flatMap(this::submitter),
                Content.of(released.content()),
                released.content());
    }

    /** Known where neither the submitter's policy nor the reader's view hides it. */
    private Optional<PartnerId> submitter(ReleaseClass known) {
        Decision decision = shelf.decisions().decide(known, shelf.reader());
        boolean hidden = decision instanceof Redact redacted
                ? redacted.view().hidesSubmitter()
                : !(decision instanceof Decision.Release);
        return hidden ? Optional.empty() : Optional.of(known.submitter());
    }

    /** All: where it stopped would tell of entries of which the partner does not get what was asked for. */
    @Override
    public long lookedAtMax() {
        return Long.MAX_VALUE;
    }

    @Override
    public String binding() {
        return "partner " + shelf.reader().value();
    }
}
