package org.entente.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.advisory.Gathering.Found;
import org.entente.advisory.Gathering.Merge;
import org.entente.advisory.Gathering.Sorted;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.stix.DeterministicIds;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.pattern.CanonicalPattern;
import org.entente.stix.pattern.PatternParser;
import org.entente.stix.pattern.PatternPrinter;
import org.entente.stix.pattern.PatternResult;

/**
 * Finds gathered objects that mean the same: observables of the same value, whatever their ids, and indicators with equivalent
 * patterns. Of each lot the one that most partners may have is kept, so that merging takes as little as can be from anybody. Pure.
 */
final class Duplicates {

    private static final String INDICATOR = "indicator";

    private Duplicates() {}

    /** By what an object is the same as another. */
    private record Meaning(String why, String text) {}

    /** @param ids each once, in the order they came; all of them found */
    static Sorted sort(List<StixId> ids, Map<StixId, Found> found) {
        Map<Object, List<StixId>> lots = new LinkedHashMap<>();
        for (StixId id : ids) {
            Found one = found.get(id);
            if (one != null) {
                Object key = meaning(id, one).<Object>map(meaning -> meaning).orElse(id);
                lots.computeIfAbsent(key, none -> new ArrayList<>()).add(id);
            }
        }
        List<Merge> merged = new ArrayList<>();
        Set<StixId> kept = lots.entrySet().stream()
                .map(lot -> keep(lot.getKey(), lot.getValue(), found, merged))
                .collect(Collectors.toSet());
        return new Sorted(
                ids.stream()
                        .filter(kept::contains)
                        .map(id -> gathered(id, found))
                        .toList(),
                merged);
    }

    private static StixId keep(Object key, List<StixId> lot, Map<StixId, Found> found, List<Merge> merged) {
        StixId best = lot.stream()
                .max(Comparator.comparingInt((StixId id) -> readers(id, found))
                        .thenComparing(id -> version(id, found))
                        .thenComparing(id -> -lot.indexOf(id)))
                .orElseThrow();
        if (lot.size() > 1 && key instanceof Meaning meaning) {
            merged.add(new Merge(
                    best.toString(),
                    lot.stream()
                            .filter(id -> !id.equals(best))
                            .map(StixId::toString)
                            .toList(),
                    meaning.why()));
        }
        return best;
    }

    private static int readers(StixId id, Map<StixId, Found> found) {
        Found one = found.get(id);
        return one == null ? 0 : one.readers();
    }

    private static Instant version(StixId id, Map<StixId, Found> found) {
        Found one = found.get(id);
        return one == null ? Instant.EPOCH : one.content().version();
    }

    private static GatheredObject gathered(StixId id, Map<StixId, Found> found) {
        Instant version = version(id, found);
        return new GatheredObject(id.toString(), version.equals(Instant.EPOCH) ? null : version);
    }

    private static Optional<Meaning> meaning(StixId id, Found found) {
        return found.object()
                .flatMap(object -> id.type().equals(INDICATOR)
                        ? pattern(object).map(text -> new Meaning("equivalent-pattern", text))
                        : DeterministicIds.of(object).map(same -> new Meaning("same-observable", same.toString())));
    }

    private static Optional<String> pattern(StixObject indicator) {
        return Indicators.stixPattern(indicator.bytes())
                .map(PatternParser::parse)
                .filter(PatternResult.Parsed.class::isInstance)
                .map(parsed -> PatternPrinter.print(CanonicalPattern.of(((PatternResult.Parsed) parsed).expression())));
    }
}
