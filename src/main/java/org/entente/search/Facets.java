package org.entente.search;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;

/**
 * How many of what was found are what, the most frequent first.
 *
 * @param type STIX types
 * @param tlp as they are marked for the caller
 * @param sector that they state themselves
 * @param submitter where the caller may know it
 */
@Schema(name = "SearchFacets")
public record Facets(List<Count> type, List<Count> tlp, List<Count> sector, List<Count> submitter) {

    private static final int VALUES_MAX = 30;

    /** One value. */
    @Schema(name = "SearchFacetCount")
    public record Count(String value, int count) {}

    static Facets of(Collection<Seen> found) {
        return new Facets(
                counted(found, seen -> List.of(seen.content().type())),
                counted(found, seen -> List.of(seen.tlp().label())),
                counted(found, seen -> seen.content().sectors()),
                counted(
                        found,
                        seen -> seen.submitter().map(PartnerId::value).stream().toList()));
    }

    private static List<Count> counted(Collection<Seen> found, Function<Seen, Collection<String>> values) {
        Map<String, Integer> counts = new HashMap<>();
        found.forEach(seen -> values.apply(seen).forEach(value -> counts.merge(value, 1, Integer::sum)));
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Count::count).reversed().thenComparing(Count::value))
                .limit(VALUES_MAX)
                .toList();
    }
}
