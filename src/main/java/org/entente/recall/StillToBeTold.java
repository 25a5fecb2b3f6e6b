package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.IntStream;
import org.entente.log.RecallFollow;
import org.entente.log.RecallFollow.Place;
import org.entente.party.PartnerId;

/**
 * For whom it is worth waiting before something goes by which a loss would be found out. Thread safe.
 *
 * <p>A partner that cannot read, suspended, without the role of a subscriber or without an agreement that holds, is not among them: it may
 * stay so for ever, and what it has lost depends on what it may have when it is back.
 */
@ApplicationScoped
public class StillToBeTold {

    private final Pool pool;
    private final RecallFollow follow;
    private final Changes changes;

    StillToBeTold(Pool pool, RecallFollow follow, Changes changes) {
        this.pool = pool;
        this.follow = follow;
        this.changes = changes;
    }

    /** Partners whose change is being worked out, or will be as soon as somebody comes to it, by name. */
    public Uni<List<PartnerId>> now() {
        return of(pool);
    }

    /**
     * The same as a transaction has it. In one that keeps entries from being placed no partner changes before its end: a change waits, as
     * the log's end is noted with it.
     */
    public Uni<List<PartnerId>> now(SqlConnection transaction) {
        return of(transaction);
    }

    private Uni<List<PartnerId>> of(SqlClient database) {
        return follow.behind(database)
                .chain(behind -> behind.isEmpty() ? Uni.createFrom().item(List.of()) : among(database, behind));
    }

    private Uni<List<PartnerId>> among(SqlClient database, List<Place> behind) {
        return changes.next(database, behind)
                .map(next -> IntStream.range(0, behind.size())
                        .filter(i -> next.get(i).isPresent())
                        .mapToObj(i -> behind.get(i).partner())
                        .toList());
    }
}
