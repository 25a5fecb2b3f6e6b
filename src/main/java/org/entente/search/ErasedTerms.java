package org.entente.search;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.entente.log.ErasedElsewhere;

/** Takes out of the index what erased entries are found by. */
@ApplicationScoped
class ErasedTerms implements ErasedElsewhere {

    /** The follower has read what is erased, and written it, or comes after. */
    private static final String CURSOR = "SELECT position FROM search_cursor FOR UPDATE";

    private static final String FORGET = """
            DELETE FROM search_term t USING unnest($1::bigint[], $2::bigint[]) AS e(term, position)
            WHERE t.term = e.term AND t.position = e.position""";

    @Override
    public Uni<Void> turn(SqlConnection transaction) {
        return transaction.query(CURSOR).execute().replaceWithVoid();
    }

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        List<Long> terms = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Entry entry : entries) {
            IndexRows.terms(entry.position(), () -> Content.terms(entry.content()))
                    .forEach(term -> {
                        terms.add(Terms.number(term));
                        positions.add(entry.position());
                    });
        }
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(terms.toArray(Long[]::new), positions.toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
