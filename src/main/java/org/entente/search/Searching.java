package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogReader;
import org.entente.log.VersionFilter;
import org.entente.search.Sieve.Stretch;
import org.entente.stix.StixId;

/**
 * Finds objects: asks the sieve where to look, newest first, looks at what the caller has there, and keeps what fits. Each object is
 * met once, at the place of the newest version that the caller has. Thread safe.
 */
@ApplicationScoped
class Searching {

    /** As far as is counted. */
    static final int COUNTED_MAX = 1_000;

    private final Sieve sieve;
    private final LogReader log;
    private final SearchConfig config;

    Searching(Sieve sieve, LogReader log, SearchConfig config) {
        this.sieve = sieve;
        this.log = log;
        this.config = config;
    }

    /**
     * What was found, newest first.
     *
     * @param seen at most as many as were wanted
     * @param resume the place behind which nothing was looked at; empty when there is no more
     */
    record Found(List<Seen> seen, Optional<Long> resume) {
        Found {
            seen = List.copyOf(seen);
        }
    }

    /**
     * Fails with 503 when it takes too long.
     *
     * @param before the place where the page before ended, exclusive
     * @param most how many to find at most
     */
    Uni<Found> find(Viewer viewer, Wanted wanted, long before, int most) {
        Optional<StixId> named = wanted.terms().stream()
                .flatMap(term -> StixId.tryParse(term).stream())
                .findFirst();
        if (named.isPresent()) {
            return named(viewer, named.get(), wanted, before);
        }
        int[] classes = viewer.classes(wanted.narrowing());
        if (classes.length == 0) {
            return Uni.createFrom().item(new Found(List.of(), Optional.empty()));
        }
        return sieve.rarestFirst(wanted.terms())
                .chain(terms -> stretch(viewer, wanted, before)
                        .chain(stretch -> walk(new Walk(viewer, wanted, terms, classes, most, stretch))))
                .ifNoItem()
                .after(config.queryTimeout())
                .failWith(Searching::tooLong);
    }

    /** Without the index, which does not know under which id a view shows an object. */
    private static Uni<Found> named(Viewer viewer, StixId name, Wanted wanted, long before) {
        return viewer.named(Set.of(name), VersionFilter.LAST)
                .map(seen -> new Found(
                        seen.stream()
                                .filter(one -> one.position() < before)
                                .filter(wanted::fits)
                                .toList(),
                        Optional.empty()));
    }

    /** What the caller may not have yet is not looked at: what it crowded out would tell of it. */
    private Uni<Stretch> stretch(Viewer viewer, Wanted wanted, long before) {
        Uni<Long> after =
                wanted.since().map(log::lastPositionAt).orElse(Uni.createFrom().item(0L));
        Uni<Long> until = viewer.horizon()
                .map(date -> date.isBefore(java.time.Instant.EPOCH)
                        ? Uni.createFrom().item(0L)
                        : log.lastPositionAt(date))
                .orElse(Uni.createFrom().item(Long.MAX_VALUE - 1));
        return Uni.combine().all().unis(after, until).with((from, to) -> new Stretch(from, before).before(to + 1));
    }

    /** Stride by stride, in a loop: recursion would need a stack that grows with the log. */
    private Uni<Found> walk(Walk walk) {
        return Uni.createFrom()
                .deferred(() -> stride(walk))
                .repeat()
                .until(seen -> walk.isOver())
                .onItem()
                .ignoreAsUni()
                .map(over -> walk.found());
    }

    private Uni<List<Seen>> stride(Walk walk) {
        return candidates(walk)
                .chain(candidates -> walk.viewer()
                        .behind(new HashSet<>(candidates.values()), VersionFilter.LAST)
                        .invoke(seen -> walk.went(candidates, seen)));
    }

    private Uni<Map<Long, StixId>> candidates(Walk walk) {
        return walk.terms().isEmpty()
                ? sieve.newest(walk.classes(), walk.stretch(), Walk.STRIDE)
                : sieve.having(walk.terms(), walk.classes(), walk.stretch(), Walk.STRIDE);
    }

    private static ProblemException tooLong() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The search took too long; ask for less, say by since, or try again later.");
    }
}
