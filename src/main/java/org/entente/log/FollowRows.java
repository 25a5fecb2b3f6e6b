package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.audit.Origin;
import org.entente.log.RecallFollow.Place;
import org.entente.party.PartnerId;

/** What the following of policies writes, in a transaction of the caller's. */
final class FollowRows {

    /** A recall has a number, and so have what a part of a large one tells and each change of a partner: none is ever taken back. */
    static final String REVISION = """
            SELECT (SELECT coalesce(max(recall_number), 0) FROM recall)
                + (SELECT coalesce(max(item_number), 0) FROM recall_item)
                + (SELECT coalesce(max(revision), 0) FROM member_fact WHERE partner_id = $1) AS revision""";

    /** Only from where it was: an instance that froze meanwhile must not go on where another did. */
    private static final String GO_ON = """
            UPDATE recall_follow SET revision = $2, position = $3, notice_id = $4
            WHERE partner_id = $1 AND revision = $5 AND position = $6""";

    private final SqlConnection transaction;
    private final RecallTrail trail;

    FollowRows(SqlConnection transaction, RecallTrail trail) {
        this.transaction = transaction;
        this.trail = trail;
    }

    /** Whether nothing was recalled and the partner did not change since; nothing is recalled until the end of the transaction. */
    Uni<Boolean> isUnchangedSince(PartnerId partner, long revision) {
        return transaction
                .query("SELECT pg_advisory_xact_lock_shared(" + LogLocks.ENTRIES + ")")
                .execute()
                .chain(() -> transaction.preparedQuery(REVISION).execute(Tuple.of(partner.value())))
                .map(rows -> rows.iterator().next().getLong("revision") == revision);
    }

    /** Items in the notice of the place, or in a new one where it has none; the notice. */
    Uni<Optional<UUID>> tell(Place place, RecallAct act, List<RecallAct.Item> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(place.notice());
        }
        RecallStatements statements = new RecallStatements(transaction);
        UUID notice = place.notice().orElseGet(UUID::randomUUID);
        Uni<Void> head = place.notice().isPresent()
                ? statements.turn()
                : statements
                        .act(act)
                        .call(() -> trail.note(transaction, Origin.SYSTEM, act))
                        .chain(number -> statements.notice(number, notice, place.partner()));
        return head.chain(() -> statements.items(Collections.nCopies(items.size(), notice), items))
                .replaceWith(Optional.of(notice));
    }

    Uni<Void> goOn(Place from, long revision, long position, Optional<UUID> notice) {
        return transaction
                .preparedQuery(GO_ON)
                .execute(Tuple.of(
                        from.partner().value(),
                        revision,
                        position,
                        notice.orElse(null),
                        from.revision(),
                        from.position()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new IllegalStateException("Another instance follows this partner");
                    }
                })
                .replaceWithVoid();
    }
}
