package org.entente.search;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;

/**
 * The operators, who may have everything that stands as it was submitted; but not who sent it in, where nobody may know.
 *
 * @param decisions for what classes there are
 */
record OperatorViewer(LogReader log, Decisions decisions) implements Viewer {

    private static final int PAGE = 500;
    private static final long LOOKED_AT_MAX = 4_000;
    private static final Narrowing EVERYTHING =
            new Narrowing(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public int[] classes(Narrowing narrowing) {
        Predicate<ReleaseClass> fits = Viewer.narrowed(narrowing)
                .and(known -> narrowing.tlp().map(known.tlp()::equals).orElse(true))
                .and(known -> narrowing
                        .submitter()
                        .map(name -> submitter(known).filter(name::equals).isPresent())
                        .orElse(true));
        return IntStream.rangeClosed(1, decisions.highestClass())
                .filter(number -> decisions
                        .releaseClass(number)
                        .filter(known -> !known.wasWithdrawn())
                        .filter(fits)
                        .isPresent())
                .toArray();
    }

    static Optional<PartnerId> submitter(ReleaseClass known) {
        return known.origin().attribution() == Attribution.NOBODY ? Optional.empty() : Optional.of(known.submitter());
    }

    @Override
    public Optional<Instant> horizon() {
        return Optional.empty();
    }

    @Override
    public Set<StixId> originals(Set<StixId> names) {
        return names;
    }

    @Override
    public Uni<List<Seen>> behind(Set<StixId> ids, VersionFilter versions) {
        int[] classes = classes(EVERYTHING);
        return ids.isEmpty() || classes.length == 0
                ? Uni.createFrom().item(List.of())
                : further(new PageQuery(classes, 0, Optional.empty(), Optional.empty(), ids, versions, PAGE));
    }

    private Uni<List<Seen>> further(PageQuery query) {
        return log.page(query)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(page -> page.more() && !page.entries().isEmpty()
                        ? further(after(query, page)).map(rest -> joined(seen(page), rest))
                        : Uni.createFrom().item(seen(page)));
    }

    private static PageQuery after(PageQuery query, Page page) {
        long last = page.entries().get(page.entries().size() - 1).position();
        return new PageQuery(
                query.classes(), last, Optional.empty(), Optional.empty(), query.ids(), query.versions(), PAGE);
    }

    private static List<Seen> joined(List<Seen> first, List<Seen> rest) {
        List<Seen> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private List<Seen> seen(Page page) {
        return page.entries().stream()
                .flatMap(entry -> decisions.releaseClass(entry.classNumber()).map(known -> seen(entry, known)).stream())
                .toList();
    }

    private static Seen seen(LogEntry entry, ReleaseClass known) {
        Optional<PartnerId> submitter = submitter(known);
        byte[] bytes = submitter.isPresent() ? entry.content() : Content.anonymous(entry.content());
        return new Seen(
                entry.id(),
                entry.position(),
                entry.dateAdded(),
                entry.version(),
                known.tlp(),
                submitter,
                Content.of(bytes),
                bytes);
    }

    @Override
    public long lookedAtMax() {
        return LOOKED_AT_MAX;
    }

    @Override
    public String binding() {
        return "operators";
    }
}
