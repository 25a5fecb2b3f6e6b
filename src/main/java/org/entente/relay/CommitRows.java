package org.entente.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The table of commits under way, for all instances. Thread safe. Every call fails after its time limit. */
@ApplicationScoped
class CommitRows implements Commits {

    private final Pool pool;
    private final RelayConfig config;

    CommitRows(Pool pool, RelayConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** @param number ascending, over all shards */
    record UnderWay(long number, int shard) {}

    @Override
    public Uni<Long> begin(int shard) {
        return execute("INSERT INTO relay_commit (shard) VALUES ($1) RETURNING commit_number", Tuple.of(shard))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<Void> over(long number) {
        return execute("DELETE FROM relay_commit WHERE commit_number = $1", Tuple.of(number))
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> last() {
        return execute("SELECT coalesce(max(commit_number), 0) FROM relay_commit", Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    @Override
    public Uni<Void> fenced(int shard, long last) {
        return execute("DELETE FROM relay_commit WHERE shard = $1 AND commit_number <= $2", Tuple.of(shard, last))
                .replaceWithVoid();
    }

    Uni<List<UnderWay>> all() {
        return execute("SELECT commit_number, shard FROM relay_commit", Tuple.tuple())
                .map(rows -> {
                    List<UnderWay> all = new ArrayList<>(rows.size());
                    rows.forEach(row -> all.add(new UnderWay(row.getLong(0), row.getInteger(1))));
                    return all;
                });
    }

    private Uni<RowSet<Row>> execute(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .ifNoItem()
                .after(config.callTimeout())
                .fail();
    }
}
