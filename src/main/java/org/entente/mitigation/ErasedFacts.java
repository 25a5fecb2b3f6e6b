package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.log.ErasedElsewhere;

/** Takes out of the index what erased entries are found by, and what was reported on them where nothing of them stays. */
@ApplicationScoped
class ErasedFacts implements ErasedElsewhere {

    /** The follower has read what is erased, and written it, or comes after. */
    private static final String CURSOR = "SELECT position FROM mitigation_cursor FOR UPDATE";

    private static final String TERMS = """
            DELETE FROM mitigation_term t
            USING unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[]) AS e(facet, term, remedy, position)
            WHERE t.facet = e.facet AND t.term = e.term AND t.remedy = e.remedy AND t.position = e.position""";

    private static final String LINKS = "DELETE FROM mitigation_link WHERE position = ANY($1::bigint[])";

    private static final String REPORTS = """
            DELETE FROM %s t USING unnest($1::uuid[], $2::text[]) AS e(object_uuid, submitter)
            WHERE t.object_uuid = e.object_uuid AND t.submitter = e.submitter""";

    @Override
    public Uni<Void> turn(SqlConnection transaction) {
        return transaction.query(CURSOR).execute().replaceWithVoid();
    }

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        return transaction
                .preparedQuery(TERMS)
                .execute(terms(entries))
                .chain(() -> transaction
                        .preparedQuery(LINKS)
                        .execute(Tuple.tuple()
                                .addValue(entries.stream().map(Entry::position).toArray(Long[]::new))))
                .chain(() -> transaction
                        .preparedQuery(REPORTS.formatted("mitigation_uptake"))
                        .execute(last(entries)))
                .chain(() -> transaction
                        .preparedQuery(REPORTS.formatted("mitigation_count"))
                        .execute(last(entries)))
                .replaceWithVoid();
    }

    private static Tuple terms(List<Entry> entries) {
        List<String> facets = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Boolean> remedies = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Entry entry : entries) {
            Facts facts = Facts.of(entry.content());
            List<Facet.Term> all = new ArrayList<>(facts.terms());
            all.add(new Facet.Term(Facet.ANY, ""));
            for (Facet.Term term : all) {
                facets.add(term.facet().label());
                texts.add(term.text());
                remedies.add(facts.isRemedy());
                positions.add(entry.position());
            }
        }
        return Tuple.of(
                facets.toArray(String[]::new),
                texts.toArray(String[]::new),
                remedies.toArray(Boolean[]::new),
                positions.toArray(Long[]::new));
    }

    private static Tuple last(List<Entry> entries) {
        List<Entry> last = entries.stream().filter(Entry::last).toList();
        return Tuple.of(
                last.stream().map(entry -> entry.id().uuid()).toArray(UUID[]::new),
                last.stream().map(entry -> entry.submitter().value()).toArray(String[]::new));
    }
}
