package org.entente.review;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.entente.log.ErasedElsewhere;

/** Takes the meanings of erased indicators out of their index. */
@ApplicationScoped
class ErasedPatterns implements ErasedElsewhere {

    /** The follower has read what is erased, and written it, or comes after. */
    private static final String CURSOR = "SELECT position FROM indicator_pattern_cursor FOR UPDATE";

    private static final String FORGET = """
            DELETE FROM indicator_pattern t USING unnest($1::bytea[], $2::bigint[]) AS e(digest, position)
            WHERE t.digest = e.digest AND t.position = e.position""";

    @Override
    public Uni<Void> turn(SqlConnection transaction) {
        return transaction.query(CURSOR).execute().replaceWithVoid();
    }

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        List<Buffer> digests = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.id().type().equals("indicator")) {
                PatternMeaning.of(entry.content()).ifPresent(meaning -> {
                    digests.add(Buffer.buffer(meaning.bytes()));
                    positions.add(entry.position());
                });
            }
        }
        return transaction
                .preparedQuery(FORGET)
                .execute(Tuple.of(digests.toArray(Buffer[]::new), positions.toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
