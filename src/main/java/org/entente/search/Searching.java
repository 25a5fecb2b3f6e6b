package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Entries looked at for one answer, all of classes that the caller may have. */
    private static final int LOOKED_AT_MAX = 4_000;

    private static final int STRIDE = 500;

    private final Sieve sieve;
    private final LogReader log;

    Searching(Sieve sieve, LogReader log) {
        this.sieve = sieve;
        this.log = log;
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
                        .chain(stretch -> walk(new Walk(viewer, wanted, terms, classes, most), stretch, 0)));
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

    private record Walk(Viewer viewer, Wanted wanted, List<Long> terms, int[] classes, int most, List<Seen> found) {
        Walk(Viewer viewer, Wanted wanted, List<Long> terms, int[] classes, int most) {
            this(viewer, wanted, terms, classes, most, new ArrayList<>());
        }
    }

    private Uni<Found> walk(Walk walk, Stretch stretch, int lookedAt) {
        return candidates(walk, stretch)
                .chain(candidates -> walk.viewer()
                        .behind(new HashSet<>(candidates.values()), VersionFilter.LAST)
                        .invoke(seen -> keep(walk, candidates, seen))
                        .chain(() -> goOn(walk, stretch, candidates, lookedAt + candidates.size())));
    }

    private Uni<Map<Long, StixId>> candidates(Walk walk, Stretch stretch) {
        return walk.terms().isEmpty()
                ? sieve.newest(walk.classes(), stretch, STRIDE)
                : sieve.having(walk.terms(), walk.classes(), stretch, STRIDE);
    }

    private static void keep(Walk walk, Map<Long, StixId> candidates, List<Seen> seen) {
        seen.stream()
                .filter(one -> candidates.containsKey(one.position()))
                .filter(walk.wanted()::fits)
                .sorted(Comparator.comparing(Seen::position).reversed())
                .forEach(walk.found()::add);
    }

    private Uni<Found> goOn(Walk walk, Stretch stretch, Map<Long, StixId> candidates, int lookedAt) {
        List<Seen> found = walk.found();
        if (found.size() > walk.most()) {
            List<Seen> most = found.subList(0, walk.most());
            return Uni.createFrom()
                    .item(new Found(most, Optional.of(most.get(most.size() - 1).position())));
        }
        if (candidates.size() < STRIDE) {
            return Uni.createFrom().item(new Found(found, Optional.empty()));
        }
        long last =
                candidates.keySet().stream().mapToLong(Long::longValue).min().orElse(0);
        return lookedAt >= LOOKED_AT_MAX
                ? Uni.createFrom().item(new Found(found, Optional.of(last)))
                : walk(walk, stretch.before(last), lookedAt);
    }
}
