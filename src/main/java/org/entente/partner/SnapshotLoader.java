package org.entente.partner;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads the directory from the database. Thread safe. */
@ApplicationScoped
class SnapshotLoader {

    /** Of each partner the policy in force only: the history may be long. */
    private static final String POLICIES_IN_FORCE = """
            from PolicyRow policy where policy.number = (
                select max(other.number) from PolicyRow other where other.partnerId = policy.partnerId)
            """;

    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final DatabaseThread database;

    SnapshotLoader(Pool pool, Mutiny.SessionFactory sessions, DatabaseThread database) {
        this.pool = pool;
        this.sessions = sessions;
        this.database = database;
    }

    /** The revision last committed. */
    Uni<Long> revision() {
        return pool.preparedQuery("SELECT revision FROM directory_revision")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Everything, as of one moment. */
    Uni<Snapshot> load() {
        return database.run(() -> sessions.withTransaction(this::read));
    }

    private Uni<Snapshot> read(Mutiny.Session session) {
        SnapshotParts parts = new SnapshotParts();
        return oneMoment(session)
                .chain(() -> session.createSelectionQuery("from RevisionRow", RevisionRow.class)
                        .getSingleResult())
                .invoke(row -> parts.revision = row.revision)
                .chain(() -> all(session, "from PartnerRow", PartnerRow.class))
                .invoke(rows -> parts.partners = rows)
                .chain(() -> all(session, "from CommunityRow", CommunityRow.class))
                .invoke(rows -> parts.communities = rows)
                .chain(() -> all(session, "from MembershipRow", MembershipRow.class))
                .invoke(rows -> parts.memberships = rows)
                .chain(() -> all(session, "from OperatorRow", OperatorRow.class))
                .invoke(rows -> parts.operators = rows)
                .chain(() -> all(session, "from CredentialRow", CredentialRow.class))
                .invoke(rows -> parts.credentials = rows)
                .chain(() -> all(session, POLICIES_IN_FORCE, PolicyRow.class))
                .invoke(rows -> parts.policies = rows)
                .map(rows -> parts.toSnapshot());
    }

    /** Seven queries must see the same commit, or a membership could name a partner that is not there. */
    private static Uni<Integer> oneMoment(Mutiny.Session session) {
        return session.createNativeQuery("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .executeUpdate();
    }

    private static <T> Uni<List<T>> all(Mutiny.Session session, String query, Class<T> type) {
        return session.createSelectionQuery(query, type).setReadOnly(true).getResultList();
    }
}
