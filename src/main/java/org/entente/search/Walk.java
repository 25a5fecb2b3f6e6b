package org.entente.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.search.Searching.Found;
import org.entente.search.Sieve.Stretch;
import org.entente.stix.StixId;

/** One search under way, and how far it is. Not thread safe: one stride comes after another. */
final class Walk {

    /** Entries looked at together. */
    static final int STRIDE = 500;

    private final Viewer viewer;
    private final Wanted wanted;
    private final List<Long> terms;
    private final int[] classes;
    private final int most;
    private final List<Seen> found = new ArrayList<>();
    private Stretch stretch;
    private long lookedAt;
    private boolean exhausted;

    /**
     * @param terms the rarest first
     * @param most how many to find at most
     */
    Walk(Viewer viewer, Wanted wanted, List<Long> terms, int[] classes, int most, Stretch stretch) {
        this.viewer = viewer;
        this.wanted = wanted;
        this.terms = terms;
        this.classes = classes;
        this.most = most;
        this.stretch = stretch;
    }

    Viewer viewer() {
        return viewer;
    }

    List<Long> terms() {
        return terms;
    }

    int[] classes() {
        return classes;
    }

    /** Where to look next. */
    Stretch stretch() {
        return stretch;
    }

    /** After one stride. */
    void went(Map<Long, StixId> candidates, List<Seen> seen) {
        seen.stream()
                .filter(one -> candidates.containsKey(one.position()))
                .filter(wanted::fits)
                .sorted(Comparator.comparing(Seen::position).reversed())
                .forEach(found::add);
        lookedAt += candidates.size();
        exhausted = candidates.size() < STRIDE;
        candidates.keySet().stream().min(Comparator.naturalOrder()).ifPresent(last -> stretch = stretch.before(last));
    }

    boolean isOver() {
        return isFull() || exhausted || lookedAt >= viewer.lookedAtMax();
    }

    private boolean isFull() {
        return found.size() > most;
    }

    Found found() {
        if (isFull()) {
            return new Found(
                    found.subList(0, most), Optional.of(found.get(most - 1).position()));
        }
        return new Found(found, exhausted ? Optional.empty() : Optional.of(stretch.before()));
    }
}
