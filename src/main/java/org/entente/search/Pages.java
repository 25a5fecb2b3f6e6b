package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.http.CursorSeal;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.Caller;
import org.entente.search.SearchAnswer.Count;
import org.jspecify.annotations.Nullable;

/** Pages of what is found, with counts and facets on the first. Thread safe. */
@ApplicationScoped
class Pages {

    private final Viewers viewers;
    private final Searching searching;
    private final CursorSeal seal;

    Pages(Viewers viewers, Searching searching, @ConfigProperty(name = "entente.seal-key") String sealKey) {
        this.viewers = viewers;
        this.searching = searching;
        this.seal = new CursorSeal(sealKey, "search");
    }

    /**
     * @param limit as the caller gave it
     * @param next as the caller gave it; null for the first page
     * @throws ProblemException 400 for a limit out of bounds, or a cursor that was not given for this question
     */
    Uni<SearchAnswer> page(Caller caller, Wanted wanted, int limit, @Nullable String next) {
        if (limit < 1 || limit > Listing.LIMIT_MAX) {
            throw ProblemException.invalidParameter("limit must be 1 to " + Listing.LIMIT_MAX + ".");
        }
        return viewers.of(caller).chain(viewer -> {
            String binding = viewer.binding() + "\n" + wanted.canonical();
            long before = next == null ? Long.MAX_VALUE : opened(next, binding);
            return searching
                    .find(viewer, wanted, before, next == null ? Searching.COUNTED_MAX : limit)
                    .map(found -> answer(found, limit, binding, next == null));
        });
    }

    private long opened(String next, String binding) {
        return seal.open(next, binding)
                .orElseThrow(() -> ProblemException.invalidParameter("next must be given back as it was received."));
    }

    private SearchAnswer answer(Searching.Found found, int limit, String binding, boolean first) {
        List<Seen> seen = found.seen();
        List<Seen> page = seen.size() > limit ? seen.subList(0, limit) : seen;
        Optional<Long> resume =
                seen.size() > limit ? Optional.of(page.get(page.size() - 1).position()) : found.resume();
        return new SearchAnswer(
                page.stream().map(Hit::of).toList(),
                resume.map(place -> seal.seal(place, binding)).orElse(null),
                first ? new Count(seen.size(), found.resume().isPresent()) : null,
                first ? Facets.of(seen) : null);
    }
}
