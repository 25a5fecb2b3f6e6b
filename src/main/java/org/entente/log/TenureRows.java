package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.entente.party.PartnerId;

/** Tenures of partners as they are now, and as they were when a large recall was made. */
final class TenureRows {

    private static final String ALL = """
            SELECT f.partner_id, coalesce(r.revision, min(f.revision)) AS first_fact, max(f.revision) AS last_fact,
                coalesce(r.position, 0) AS told_up_to, 0::bigint AS only_entry
            FROM member_fact f LEFT JOIN recall_follow r USING (partner_id)
            GROUP BY f.partner_id, r.revision, r.position
            %s
            UNION ALL
            SELECT subject, revision_from, revision_to, 0, position FROM recall_trouble
            WHERE work = 'policy' AND position <> 0""";

    /** Of partners behind and of those named; whatever else a partner has, it has by the decisions in force. */
    static final String NOW = ALL.formatted(
            "HAVING max(f.revision) > coalesce(r.revision, min(f.revision)) OR f.partner_id = ANY($1::text[])");

    private static final String KEEP = """
            INSERT INTO recall_tenure (recall_number, partner_id, first_fact, last_fact, told_up_to, only_entry)
            SELECT $1, t.* FROM (""" + ALL.formatted("") + ") t";

    private static final String KEPT = "SELECT * FROM recall_tenure WHERE recall_number = $1";

    private TenureRows() {}

    /** Notes them all, while facts cannot change. */
    static Uni<Void> keep(SqlConnection connection, long recallNumber) {
        return connection.preparedQuery(KEEP).execute(Tuple.of(recallNumber)).replaceWithVoid();
    }

    /** Those that were noted; none of a recall made by an instance that did not note any. */
    static Uni<List<Tenure>> kept(SqlConnection connection, long recallNumber) {
        return connection.preparedQuery(KEPT).execute(Tuple.of(recallNumber)).map(TenureRows::tenures);
    }

    static List<Tenure> tenures(RowSet<Row> rows) {
        List<Tenure> tenures = new ArrayList<>(rows.size());
        rows.forEach(row -> tenures.add(new Tenure(
                new PartnerId(row.getString("partner_id")),
                row.getLong("first_fact"),
                row.getLong("last_fact"),
                row.getLong("told_up_to"),
                row.getLong("only_entry"))));
        return tenures;
    }
}
