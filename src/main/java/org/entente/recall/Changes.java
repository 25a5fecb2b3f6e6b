package org.entente.recall;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.entente.log.RecallFollow.Place;
import org.entente.partner.MemberHistory;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.MemberHistory.Span;
import org.entente.partner.MemberHistory.Start;
import org.entente.partner.MemberHistory.Until;
import org.entente.party.PartnerId;

/** Which change of a partner is to be worked out, however many it went through. Thread safe. */
@ApplicationScoped
class Changes {

    /** Looked at together; there may be any number. */
    private static final int PAGE = 200;

    private final Pool pool;
    private final MemberHistory history;
    private final Clock clock;

    Changes(Pool pool, MemberHistory history, Clock clock) {
        this.pool = pool;
        this.history = history;
        this.clock = clock;
    }

    /** The next from a place; empty where that has to wait, see {@link PolicyChange#next}. */
    Uni<Optional<PolicyChange>> next(Place place) {
        return next(pool, List.of(place)).map(found -> found.get(0));
    }

    /** The next from each place, as a database or a transaction has them. */
    Uni<List<Optional<PolicyChange>>> next(SqlClient database, List<Place> places) {
        List<Start> starts = places.stream()
                .map(place -> new Start(place.partner(), place.revision()))
                .toList();
        return history.since(database, starts, PAGE)
                .chain(facts -> Multi.createFrom()
                        .range(0, starts.size())
                        .onItem()
                        .transformToUniAndConcatenate(i -> next(
                                facts.get(i),
                                PAGE,
                                clock.instant(),
                                revision ->
                                        page(database, new Start(starts.get(i).partner(), revision))))
                        .collect()
                        .asList());
    }

    private Uni<List<Fact>> page(SqlClient database, Start start) {
        return history.since(database, List.of(start), PAGE).map(facts -> facts.get(0));
    }

    /**
     * Goes on to further pages for as long as those before have none by which the partner reads or has read.
     *
     * @param facts the first two, and some of those that follow
     * @param page 3 or more, as the first two come with each; a list of fewer is the last
     * @param from facts from a revision on
     */
    static Uni<Optional<PolicyChange>> next(
            List<Fact> facts, int page, Instant now, LongFunction<Uni<List<Fact>>> from) {
        Optional<PolicyChange> next = PolicyChange.next(facts, now);
        if (next.isPresent() || facts.size() < page) {
            return Uni.createFrom().item(next);
        }
        long reached = facts.get(facts.size() - 1).revision();
        return from.apply(reached + 1).chain(more -> next(joined(facts.subList(0, 2), more), page, now, from));
    }

    /** The one from a revision to another, that was found before. */
    Uni<PolicyChange> between(PartnerId partner, long from, long to) {
        return history.since(pool, List.of(new Start(partner, from), new Start(partner, to)), PAGE)
                .map(facts -> PolicyChange.between(
                                joined(
                                        facts.get(0)
                                                .subList(
                                                        0,
                                                        Math.min(2, facts.get(0).size())),
                                        facts.get(1)),
                                from,
                                to)
                        .orElseThrow(() -> new IllegalStateException("The facts of the change are not there")));
    }

    private static List<Fact> joined(List<Fact> first, List<Fact> more) {
        return Stream.concat(first.stream(), more.stream()).distinct().toList();
    }

    /** What the partner of each span was like, in order, if it ever had views under different ids; of others nothing. */
    Uni<List<List<Fact>>> ofRenamed(List<Span> spans) {
        return history.renamed(spans.stream().map(Span::partner).toList()).chain(renamed -> {
            List<Span> asked = spans.stream()
                    .filter(span -> renamed.contains(span.partner()))
                    .toList();
            return history.of(asked, PAGE).map(found -> {
                Iterator<List<Fact>> facts = found.iterator();
                return spans.stream()
                        .map(span -> renamed.contains(span.partner()) ? facts.next() : List.<Fact>of())
                        .toList();
            });
        });
    }

    /** What lingers from before each time, by the facts that began them. */
    Uni<List<Lingering>> lingering(List<Period> periods) {
        return history.before(
                        periods.stream()
                                .filter(Lingering::isOf)
                                .map(period -> new Until(period.fact(), period.addedUntil()))
                                .toList(),
                        PAGE)
                .map(earlier -> {
                    Iterator<List<Fact>> found = earlier.iterator();
                    return periods.stream()
                            .map(period -> Lingering.isOf(period) ? Lingering.of(found.next()) : Lingering.NOTHING)
                            .toList();
                });
    }
}
